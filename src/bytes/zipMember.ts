import { bufferSource, type ByteSource } from './byteSource';
import { inflate } from './inflate';
import { memberBytes, type ZipEntry } from './zip';

const STORED = 0;
const DEFLATED = 8;
/** A packed member is held whole once it is opened. */
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
      return bufferSource(await inflate(bytes, entry.size, what));
    },
  };
}
