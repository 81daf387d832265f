/** NumPy's .npz: a zip of .npy members, packed or not. */
import { bufferSource, type ByteSource } from './byteSource';
import { inflate, inflateStart } from './inflate';
import { lengthProblem, readNpy, readNpyHeader } from './npy';
import { memberBytes, readZipEntries, type ZipEntry } from './zip';
import type { StoredArray } from './storedArray';

const STORED = 0;
const DEFLATED = 8;
/** A packed member is held whole once it is opened. */
const MAX_INFLATED = 2 ** 31;
/** Enough for the header of any array that is shown. */
const HEADER_BYTES = 1 << 12;

/** Every array of a file. A member that cannot be read is listed with the reason. */
export async function readNpz(source: ByteSource, what: string): Promise<StoredArray[]> {
  const entries = await readZipEntries(source, what);
  const arrays: StoredArray[] = [];
  for (const entry of entries) {
    if (!entry.name.endsWith('.npy')) continue;
    const name = entry.name.slice(0, -'.npy'.length);
    try {
      arrays.push(await readMember(source, entry, name));
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      arrays.push({ name, dtype: '?', shape: [], bytes: 0, problem });
    }
  }
  return arrays;
}

async function readMember(source: ByteSource, entry: ZipEntry, name: string): Promise<StoredArray> {
  if (entry.encrypted) throw new Error('the member is encrypted');
  const packed = await memberBytes(source, entry, name);
  if (entry.method === STORED) return readNpy(packed, name);
  if (entry.method !== DEFLATED)
    throw new Error(`packing method ${entry.method} is not read; expected deflate`);

  const start = await inflateStart(packed, Math.min(HEADER_BYTES, entry.size));
  const header = await readNpyHeader({ ...bufferSource(start), size: entry.size }, name);
  const { kind, bigEndian, fortran, bytes, offset } = header;
  const problem =
    header.problem ??
    lengthProblem(offset, bytes, entry.size) ??
    (entry.size > MAX_INFLATED ? `${entry.size} bytes unpacked, the limit is ${MAX_INFLATED}` : undefined);
  return {
    name,
    dtype: header.descr,
    shape: header.shape,
    bytes,
    problem,
    values:
      problem === undefined && kind
        ? {
            kind,
            bigEndian,
            fortran,
            compressed: true,
            open: async () =>
              bufferSource((await inflate(packed, entry.size, name)).subarray(offset, offset + bytes)),
          }
        : undefined,
  };
}
