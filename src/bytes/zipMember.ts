import { bufferSource, type ByteSource } from './byteSource';
import { inflate } from './inflate';
import { InflatedMembers } from './inflatedMembers';
import { memberBytes, type ZipEntry } from './zip';

const STORED = 0;
const DEFLATED = 8;
/** A packed member is unpacked whole once it is opened. */
export const MAX_INFLATED = 2 ** 31;

export interface ZipMember {
  packed: boolean;
  /** As they stand in the file. */
  bytes: ByteSource;
  /** As they are meant; unpacked here where they are packed. */
  open(): Promise<ByteSource>;
}

export async function readMember(source: ByteSource, entry: ZipEntry, what: string): Promise<ZipMember> {
  if (entry.encrypted) throw new Error('the member is encrypted');
  const bytes = await memberBytes(source, entry, what);
  if (entry.method === STORED) return { packed: false, bytes, open: () => Promise.resolve(bytes) };
  if (entry.method !== DEFLATED)
    throw new Error(`packing method ${entry.method} is not read; expected deflate`);
  return {
    packed: true,
    bytes,
    async open() {
      if (entry.size > MAX_INFLATED)
        throw new Error(`${entry.size} bytes unpacked, the limit is ${MAX_INFLATED}`);
      const unpacked = () =>
        membersOf(source).get(String(entry.offset), entry.size, () => inflate(bytes, entry.size, what));
      // What cannot be unpacked is told at once.
      await unpacked();
      return {
        size: entry.size,
        read: async (offset, length) => bufferSource(await unpacked()).read(offset, length),
      };
    },
  };
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
