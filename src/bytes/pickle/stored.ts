import * as l10n from '@vscode/l10n';
import { sizeOf } from '../../arrays/ndarray';
import { bufferSource } from '../byteSource';
import { bytesOf } from '../elements';
import { readDescr } from '../numpyType';
import { checkStoredShape } from '../shape';
import type { StoredArray } from '../storedArray';
import { areReadable, decodeTexts, textBytesOf } from '../textElements';
import type { ByteData } from './byteData';
import { MAX_GATHERED, MAX_LISTED } from './limits';
import { numbersOf } from './numberLists';
import { objectTexts } from './objectTexts';
import { extentOf, stridedValues, type Layout } from './strided';
import { Bytes, List, LongText, type NumpyArray, type Tensor, type TorchType, type Value } from './values';

/** What is known of an array's values once their bytes are found. */
type Known = Omit<StoredArray, 'name'>;

/** @param type the storage's own; where a tensor says another, its bytes are read as that */
export function storedTensor(tensor: Tensor, type: TorchType, data: ByteData, offset: number): Known {
  const own = tensor.type ?? type;
  const { shape, bytes } = sizes(tensor.shape, own.bytes);
  const known = { dtype: own.name, shape, bytes };
  const strides = tensor.strides.items;
  if (strides.length !== shape.length || !strides.every(isCount) || !isCount(tensor.offset))
    throw new Error(l10n.t('its strides and offset don’t match its shape'));
  if (tensor.problem !== undefined) return { ...known, problem: tensor.problem };
  return stored(known, own, data, { shape, strides, offset: tensor.offset + offset });
}

export function storedStorage(type: TorchType, data: ByteData, offset: number): Known {
  const elements = Math.max(0, Math.floor((data.size ?? 0) / type.bytes) - offset);
  const known = { dtype: type.name, shape: [elements], bytes: elements * type.bytes };
  return stored(known, type, data, { shape: [elements], strides: [1], offset });
}

function stored(known: Known, { name, kind }: TorchType, data: ByteData, layout: Layout): Known {
  if (!kind) return { ...known, problem: l10n.t('dtype {0} doesn’t hold real numbers', name) };
  const end = layout.offset + extentOf(layout.shape, layout.strides);
  const needed = known.bytes === 0 ? 0 : end * bytesOf(kind);
  if (!Number.isSafeInteger(needed) || (data.size !== undefined && needed > data.size))
    return { ...known, problem: endsBeyond(needed, data.size) };
  return { ...known, ...stridedValues(data, kind, layout) };
}

function endsBeyond(needed: number, size: number | undefined): string {
  return l10n.t('its values end at byte {0}, but its storage has {1}', needed, String(size));
}

export function storedNumpy(array: NumpyArray, open: (bytes: Bytes) => ByteData): Known {
  const { shape: given, type, fortran, data } = array;
  if (!given || !type) throw new Error(l10n.t('the pickle creates it without values'));
  const { kind, text, bigEndian, problem } = readDescr(type.order + type.code);
  const dtype = type.order === '|' || type.order === '=' ? type.code : type.order + type.code;
  const { shape, bytes } = sizes(given, kind ? bytesOf(kind) : text ? textBytesOf(text) : 1);
  const known = { dtype, shape, bytes };
  if (type.structured)
    return {
      ...known,
      dtype: 'structured',
      problem: l10n.t('a structured dtype holds records, not numbers'),
    };
  const readable = areReadable(shape, bytes, fortran === true);
  if (type.code.startsWith('O'))
    return { ...known, problem, ...(readable && { texts: () => Promise.resolve(objectTexts(array)) }) };
  const found = bytesIn(data);
  const readTexts = async (signal?: AbortSignal) => {
    const source = await open(found!).open(signal);
    return source.size === bytes
      ? decodeTexts(await source.read(0, bytes, signal), text!, bigEndian)
      : undefined;
  };
  if (!kind)
    return {
      ...known,
      problem,
      ...(found && text && readable && { texts: readTexts }),
    };
  if (!found) return { ...known, problem: l10n.t('its values are not bytes') };
  const { size, packed, open: openBytes } = open(found);
  if (size !== undefined && size !== bytes)
    return { ...known, problem: l10n.t('its shape takes {0} bytes, but its values take {1}', bytes, size) };
  return {
    ...known,
    values: { kind, bigEndian, fortran, open: openBytes, ...(packed && { compressed: true }) },
  };
}

export function storedList(list: List, shape: readonly number[]): Known {
  const elements = sizeOf(shape);
  const known = { dtype: 'list', shape, bytes: elements * 8 };
  if (elements > MAX_LISTED)
    return {
      ...known,
      problem: l10n.t('its lists hold {0} numbers; the limit is {1}', elements, MAX_LISTED),
    };
  const open = async () => bufferSource(new Uint8Array(Float64Array.from(numbersOf(list, shape)).buffer));
  return { ...known, values: { kind: 'float64', bigEndian: false, fortran: false, open } };
}

/** A number, or an array as it would be stored alone. */
export type StoredRow = number | Known;

/** Rows that are referred to more often than this, in the mean, are read up to this many bytes. */
const MOST_REPEATED = 16;
const MAX_REPEATED = 2 ** 26;

/**
 * The rows of records, one below the other: gathered when they are opened.
 *
 * @param areIds whether whole numbers are stored as such
 */
export function storedStack(rows: readonly StoredRow[], rowShape: readonly number[], areIds = false): Known {
  const shape = [rows.length, ...rowShape];
  const [first] = rows;
  const numbers = rows.filter((row) => typeof row === 'number');
  if (typeof first === 'number' || numbers.length > 0) {
    const known = { dtype: 'list', shape, bytes: rows.length * 8 };
    if (numbers.length < rows.length)
      return { ...known, problem: l10n.t('its records hold arrays of different kinds') };
    const areWhole = areIds && numbers.every((x) => x === (x | 0));
    const values = areWhole ? Int32Array : Float64Array;
    const open = async () => bufferSource(new Uint8Array(values.from(numbers).buffer));
    const kind = areWhole ? 'int32' : 'float64';
    return { ...known, values: { kind, bigEndian: false, fortran: false, open } };
  }
  const arrays = rows as readonly Known[];
  const known = { dtype: first.dtype, shape, bytes: arrays.reduce((sum, { bytes }) => sum + bytes, 0) };
  const problem = arrays.find((row) => row.problem !== undefined)?.problem;
  if (problem !== undefined) return { ...known, problem };
  if (
    arrays.some(({ dtype, values }) => dtype !== first.dtype || values?.bigEndian !== first.values?.bigEndian)
  )
    return { ...known, problem: l10n.t('its records hold arrays of different kinds') };
  // A row that thousands of records refer to is a few bytes of the file.
  const written = [...new Set(arrays)].reduce((sum, { bytes }) => sum + bytes, 0);
  const limit = known.bytes > MOST_REPEATED * written ? MAX_REPEATED : MAX_GATHERED;
  if (known.bytes > limit)
    return {
      ...known,
      problem: l10n.t('its records hold {0} bytes; the limit is {1}', known.bytes, limit),
    };
  return {
    ...known,
    values: {
      ...first.values!,
      fortran: false,
      compressed: true,
      async open(signal) {
        const bytes = new Uint8Array(known.bytes);
        /** Where the bytes of a row stand that were read. */
        const read = new Map<Known, number>();
        const rowBytes = known.bytes / arrays.length;
        for (const [row, one] of arrays.entries()) {
          const at = row * rowBytes;
          const before = read.get(one);
          if (before !== undefined) bytes.copyWithin(at, before, before + rowBytes);
          else {
            const source = await one.values!.open(signal);
            bytes.set(await source.read(0, source.size, signal), at);
            read.set(one, at);
          }
        }
        return bufferSource(bytes);
      },
    },
  };
}

/** Python 2 writes bytes as strings. */
function bytesIn(data: Value | undefined): Bytes | undefined {
  if (data instanceof Bytes) return data;
  return typeof data === 'string' || data instanceof LongText ? new Bytes(data) : undefined;
}

function sizes({ items }: List, elementBytes: number): { shape: number[]; bytes: number } {
  const bytes = checkStoredShape(items, elementBytes, 'array');
  return { shape: items as number[], bytes };
}

function isCount(value: Value): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
