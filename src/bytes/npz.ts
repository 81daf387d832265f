import { sentenceOf } from '../arrays/words/sentence';
/** NumPy's .npz: a zip of .npy members, packed or not. */
import { bufferSource, partOf, type ByteSource } from './byteSource';
import { inflateStart } from './zip/inflate';
import { lengthProblem, readNpy, readNpyHeader, textsOf } from './npy';
import { readAhead } from './readAhead';
import type { StoredArray } from './storedArray';
import type { ZipEntry } from './zip/zip';
import { MAX_INFLATED, readMember, tooLarge } from './zip/zipMember';

/** Enough for the header of any array that is shown. */
const HEADER_BYTES = 1 << 12;

/** Every array of a file. A member that cannot be read is listed with the reason. */
export async function readNpz(
  source: ByteSource,
  entries: readonly ZipEntry[],
  signal?: AbortSignal,
): Promise<StoredArray[]> {
  const arrays: StoredArray[] = [];
  const near = readAhead(source);
  for (const entry of entries) {
    if (!entry.name.endsWith('.npy')) continue;
    signal?.throwIfAborted();
    const name = entry.name.slice(0, -'.npy'.length);
    try {
      arrays.push(await readArray(near, entry, name));
    } catch (error) {
      const problem = sentenceOf(error);
      arrays.push({ name, dtype: '?', shape: [], bytes: 0, problem });
    }
  }
  near.stop();
  return arrays;
}

async function readArray(source: ByteSource, entry: ZipEntry, name: string): Promise<StoredArray> {
  const { packed, bytes: stored, open } = await readMember(source, entry, name, entry.crc);
  if (!packed) return readNpy(stored, name);

  const start = await inflateStart(stored, Math.min(HEADER_BYTES, entry.size));
  const header = await readNpyHeader({ ...bufferSource(start), size: entry.size }, name);
  const { kind, bigEndian, fortran, bytes, offset } = header;
  const problem =
    header.problem ??
    lengthProblem(offset, bytes, entry.size) ??
    (entry.size > MAX_INFLATED ? tooLarge(entry.size) : undefined);
  return {
    name,
    dtype: header.descr,
    shape: header.shape,
    bytes,
    problem,
    ...(entry.size <= MAX_INFLATED && textsOf(header, open)),
    values:
      problem === undefined && kind
        ? {
            kind,
            bigEndian,
            fortran,
            compressed: true,
            open: async (signal) => partOf(await open(signal), offset, bytes),
          }
        : undefined,
  };
}
