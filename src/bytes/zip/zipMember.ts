import * as l10n from '@vscode/l10n';
import { bufferSource, type ByteSource } from '../byteSource';
import { checkedSource } from './checkedSource';
import { inflate } from './inflate';
import { InflatedMembers } from './inflatedMembers';
import { memberBytes, STORED, type ZipEntry } from './zip';

const DEFLATED = 8;
/** A packed member is unpacked whole once it is opened. */
export const MAX_INFLATED = 2 ** 31;

interface ZipMember {
  packed: boolean;
  /** As they stand in the file. */
  bytes: ByteSource;
  /** As they are meant; unpacked here where they are packed, until the signal aborts. */
  open(signal?: AbortSignal): Promise<ByteSource>;
}

/** @param crc that the member's bytes are held against once all of them were read; absent where writers leave it out */
export async function readMember(
  source: ByteSource,
  entry: ZipEntry,
  what: string,
  crc?: number,
): Promise<ZipMember> {
  if (entry.encrypted) throw new Error(l10n.t('it is encrypted'));
  const bytes = await memberBytes(source, entry, what);
  if (entry.method === STORED) {
    const checked = crc === undefined ? bytes : checkedSource(bytes, crc, what);
    return { packed: false, bytes: checked, open: () => Promise.resolve(checked) };
  }
  if (entry.method !== DEFLATED)
    throw new Error(l10n.t('compression method {0} is not supported; expected deflate', entry.method));
  const { size, offset } = entry;
  const unpacked = (signal?: AbortSignal) =>
    membersOf(source).get(
      String(offset),
      size,
      (shared) => inflate(bytes, { size, crc }, what, shared),
      signal,
    );
  return {
    packed: true,
    bytes,
    async open(signal) {
      if (size > MAX_INFLATED) throw new Error(tooLarge(size));
      // What cannot be unpacked is told at once.
      await unpacked(signal);
      return {
        size,
        read: async (offset, length, signal) => bufferSource(await unpacked(signal)).read(offset, length),
      };
    },
  };
}

/** Why a packed member is not opened. */
export function tooLarge(bytes: number): string {
  return l10n.t('it takes {0} bytes when decompressed; the limit is {1}', bytes, MAX_INFLATED);
}

const unpackedOf = new WeakMap<ByteSource, InflatedMembers>();

/** For as long as someone holds the file. */
function membersOf(source: ByteSource): InflatedMembers {
  const known = unpackedOf.get(source);
  if (known) return known;
  const members = new InflatedMembers();
  unpackedOf.set(source, members);
  return members;
}
