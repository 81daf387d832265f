import type { ByteSource } from './byteSource';
import { isNpy, readNpy } from './npy';
import { readNpz } from './npz';
import { readSafetensors } from './safetensors';
import type { StoredArray } from './storedArray';
import { isZip } from './zip';

/**
 * The arrays of a .npy, .npz or .safetensors file, told apart by their first bytes. Only headers are read.
 *
 * @param name the file's name, which also names the one array of a .npy
 */
export async function readArrayFile(source: ByteSource, name: string): Promise<StoredArray[]> {
  if (source.size === 0) throw new Error(`${name}: the file is empty`);
  const head = await source.read(0, Math.min(8, source.size));
  if (isNpy(head)) return [await readNpy(source, name.replace(/\.npy$/i, ''))];
  if (isZip(head)) return readNpz(source, name);
  if (/\.(npy|npz)$/i.test(name)) throw new Error(`${name}: neither NumPy's .npy nor a zip file`);
  return readSafetensors(source, name);
}
