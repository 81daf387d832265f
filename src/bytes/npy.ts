/** NumPy's .npy format, versions 1 to 3: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
import * as l10n from '@vscode/l10n';
import { describe } from '../arrays/ndarray';
import { partOf, type ByteSource } from './byteSource';
import { bytesOf } from './elements';
import { readDescr, type NumpyElements } from './numpyType';
import { Cursor } from './pickle/cursor';
import { objectTexts } from './pickle/objectTexts';
import { readPickle } from './pickle/run';
import { readPythonDict, type PythonValue } from './pythonDict';
import { checkStoredShape } from './shape';
import type { StoredArray } from './storedArray';
import { areReadable, decodeTexts, textBytesOf } from './textElements';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NumPy itself refuses to parse longer headers unless told to. */
const MAX_HEADER = 1 << 16;
/** Magic, version and header length. */
const LEAD = 12;

export function isNpy(head: Uint8Array): boolean {
  return MAGIC.every((byte, i) => head[i] === byte);
}

interface NpyHeader extends NumpyElements {
  descr: string;
  shape: readonly number[];
  fortran: boolean;
  /** Where the values begin. */
  offset: number;
  /** Bytes of the values. */
  bytes: number;
}

/** Reads and checks the header alone. `size` is the file's length in bytes. */
export async function readNpyHeader(
  source: Pick<ByteSource, 'read' | 'size'>,
  what: string,
): Promise<NpyHeader> {
  if (source.size < LEAD)
    throw new Error(l10n.t('{0}: not a .npy file: it has only {1} bytes', what, source.size));
  const lead = await source.read(0, LEAD);
  if (!isNpy(lead))
    throw new Error(l10n.t('{0}: not a .npy file: it doesn’t start with {1}', what, '\\x93NUMPY'));
  const major = lead[6];
  if (major < 1 || major > 3)
    throw new Error(
      l10n.t('{0}: .npy version {1} is not supported; expected 1 to 3', what, `${major}.${lead[7]}`),
    );
  const view = new DataView(lead.buffer, lead.byteOffset, lead.byteLength);
  const [start, length] = major === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  if (start + length > source.size)
    throw new Error(
      l10n.t('{0}: the header claims {1} bytes, but the file has only {2}', what, length, source.size),
    );
  if (length > MAX_HEADER)
    throw new Error(l10n.t('{0}: the header claims {1} bytes; the limit is {2}', what, length, MAX_HEADER));
  const bytes = await source.read(start, length);
  const header = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes);
  return {
    ...checkHeader(readPythonDict(header, l10n.t('{0}: header', what)), what),
    offset: start + length,
  };
}

function checkHeader(dict: Map<string, PythonValue>, what: string): Omit<NpyHeader, 'offset'> {
  const descr = dict.get('descr');
  const fortran = dict.get('fortran_order');
  const shape = dict.get('shape');
  if (typeof fortran !== 'boolean')
    throw new Error(
      l10n.t('{0}: header: fortran_order: expected True or False, got {1}', what, told(fortran)),
    );
  if (!Array.isArray(shape))
    throw new Error(l10n.t('{0}: header: shape: expected a tuple, got {1}', what, told(shape)));
  if (typeof descr !== 'string') {
    if (!Array.isArray(descr))
      throw new Error(l10n.t('{0}: header: descr: expected a dtype, got {1}', what, told(descr)));
    checkStoredShape(shape, 1, what);
    return {
      descr: 'structured',
      shape: shape as number[],
      fortran,
      bytes: 0,
      bigEndian: false,
      problem: l10n.t('a structured dtype holds records, not numbers'),
    };
  }
  const elements = readDescr(descr);
  const { kind, text } = elements;
  const bytes = checkStoredShape(shape, kind ? bytesOf(kind) : text ? textBytesOf(text) : 1, what);
  return { descr, shape: shape as number[], fortran, bytes, ...elements };
}

/** What stands where something else was expected, as Python has it. */
function told(value: PythonValue | undefined): string {
  if (value === null) return 'None';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : describe(value);
}

/** The one array of a .npy file, or of a member of an .npz. */
export async function readNpy(source: ByteSource, name: string): Promise<StoredArray> {
  const header = await readNpyHeader(source, name);
  const { descr, shape, bytes, kind, bigEndian, fortran, offset } = header;
  const problem = header.problem ?? lengthProblem(offset, bytes, source.size);
  return {
    name,
    dtype: descr,
    shape,
    bytes,
    problem,
    ...textsOf(header, () => Promise.resolve(source)),
    values:
      problem === undefined && kind
        ? { kind, bigEndian, fortran, open: () => Promise.resolve(partOf(source, offset, bytes)) }
        : undefined,
  };
}

/**
 * How the strings of an array of strings, or of objects that are strings, are read; nothing of any other.
 *
 * @param open the member's bytes, its header included
 */
export function textsOf(
  { descr, shape, fortran, text, bigEndian, offset, bytes }: NpyHeader,
  open: (signal?: AbortSignal) => Promise<ByteSource>,
): Pick<StoredArray, 'texts'> {
  if (!areReadable(shape, bytes, fortran)) return {};
  if (text)
    return {
      texts: async (signal) => {
        const source = await open(signal);
        return decodeTexts(await source.read(offset, bytes, signal), text, bigEndian);
      },
    };
  if (!/^\|?O/.test(descr)) return {};
  return {
    texts: async (signal) => {
      const source = await open(signal);
      if (!areReadable(shape, source.size, fortran)) return undefined;
      const cursor = new Cursor(partOf(source, offset, source.size - offset));
      return objectTexts(await readPickle(cursor, () => null));
    },
  };
}

/** Why a file is too short for what its header promises. */
export function lengthProblem(offset: number, bytes: number, size: number): string | undefined {
  if (offset + bytes <= size) return undefined;
  return l10n.t(
    'the file is truncated: the header claims {0} bytes of values, but only {1} are there',
    bytes,
    size - offset,
  );
}
