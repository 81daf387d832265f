import * as l10n from '@vscode/l10n';
import { printable } from '../arrays/words/printable';
import type { ByteSource } from './byteSource';
import { isGzip } from './gzip';
import { isNpy, readNpy } from './npy';
import { readNpz } from './npz';
import { PickleError } from './pickle/errors';
import { isPickle, readPickleFile } from './pickle/pickleFile';
import { readTorchZip, torchProgram } from './pickle/torchZip';
import { isSafetensors, readSafetensors } from './safetensors';
import type { StoredArray } from './storedArray';
import { isZip, readZipEntries } from './zip/zip';

/** Bytes by which a file of arrays is told from a text. */
export const TELLING_BYTES = 9;

const MAX_DTYPE = 60;

/**
 * Whether `readArrayFile` is the reader of a file: by its first bytes, or by a name that promises a file of arrays, so
 * that a broken one is named as what it should be.
 *
 * @param head the first TELLING_BYTES bytes, fewer of a shorter file
 */
export function isArrayFile(head: Uint8Array, name: string): boolean {
  return (
    isNpy(head) ||
    isZip(head) ||
    isSafetensors(head) ||
    isPickle(head, name) ||
    /\.(npy|npz|safetensors)$/i.test(name) ||
    (isGzip(head) && /\.(npy|npz|safetensors|pt|pth|pkl|pickle)\.gz$/i.test(name))
  );
}

/**
 * The arrays of a .npy, .npz, .safetensors, torch.save or pickle file, told apart by their first bytes. Only headers are
 * read; a pickle is one but for the long strings and bytes in it.
 *
 * @param name the file's name, which also names the one array of a .npy or a pickle
 */
export async function readArrayFile(
  source: ByteSource,
  name: string,
  signal?: AbortSignal,
): Promise<StoredArray[]> {
  const arrays = await readWhatever(source, name, signal);
  // Anybody's words: they are shown, and arrays are asked for by them as they were shown.
  return arrays.map((array) => ({
    ...array,
    name: printable(array.name),
    dtype: printable(array.dtype, MAX_DTYPE),
    problem: array.problem && printable(array.problem),
  }));
}

async function readWhatever(source: ByteSource, name: string, signal?: AbortSignal): Promise<StoredArray[]> {
  if (source.size === 0) throw new Error(l10n.t('{0}: the file is empty', name));
  const head = await source.read(0, Math.min(8, source.size));
  if (isNpy(head)) return [await readNpy(source, name.replace(/\.npy$/i, ''))];
  if (isZip(head)) {
    const entries = await readZipEntries(source, name);
    const program = torchProgram(entries);
    return program
      ? named(name, readTorchZip(source, entries, program, name, signal))
      : readNpz(source, entries, signal);
  }
  if (/\.(npy|npz)$/i.test(name)) throw new Error(l10n.t('{0}: neither a .npy file nor a zip file', name));
  // The length that a .safetensors begins with may look like the start of a pickle.
  if (!/\.safetensors$/i.test(name) && isPickle(head, name)) return named(name, readPickleFile(source, name));
  return readSafetensors(source, name);
}

async function named<T>(name: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof PickleError ? new Error(`${name}: ${error.message}`) : error;
  }
}
