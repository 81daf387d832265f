import type { Binary, Data, DataType, Decimal, Vector } from 'apache-arrow';
import { DataType as Types, makeVector } from 'apache-arrow';
import type { TakenValues } from '../columnar/claims';
import { putNull, putValue, textOfBytes } from '../columnar/putValue';
import type { FieldValues } from '../fields/fieldValues';
import { checkLengths, damaged } from './checkLengths';
import { isBytes, isList, type ArrowColumn } from './columns';
import { isNumberType, putNumbers, type NumberType, type Put } from './numbers';
import { sizesOf } from './types';
import { validityOf } from './validity';

type Take = (record: number, into: FieldValues) => void;

/**
 * Reads a column's values of a batch, by the record's place in it.
 *
 * @param taken is told of each before it is read: lists may say the same few values many times
 */
export function valuesOf(
  { records, columns }: { records: number; columns: readonly Data[] },
  { indices, inside }: ArrowColumn,
  taken: TakenValues,
): Take {
  const around: Data[] = [];
  for (const index of indices) around.push((around.at(-1)?.children ?? columns)[index]);
  const structs = around.slice(0, -1);
  const within = structs.map(validityOf);
  const data = around[around.length - 1];
  checkLengths(data);
  for (const { length, nullBitmap, nullCount } of structs)
    if (length > data.length || (nullCount > 0 && nullBitmap.length * 8 < length)) throw damaged();
  if (records > data.length) throw damaged();
  const take = isList(data.type) || inside !== undefined ? takeList(data, taken, inside) : takeScalar(data);
  return (record, into) => {
    taken.add(1);
    if (within.every((isValid) => isValid(record))) take(record, into);
    else nullScalar(into);
  };
}

function takeScalar(data: Data): Take {
  const put = elements(data);
  return (record, into) => {
    into.rank = 0;
    into.rows = into.width = 1;
    put(record, record + 1, into, false);
  };
}

/** @param inside which member of the structs that the list is of */
function takeList(data: Data, taken: TakenValues, inside?: number): Take {
  const range = rangesOf(data);
  const [child] = data.children;
  const inner = inside === undefined ? child : child.children[inside];
  if (isList(inner.type)) return takeMatrix(data, inner, taken);
  const put = elements(inner);
  const isValid = validityOf(data);
  return (record, into) => {
    if (!isValid(record)) return nullScalar(into);
    const [from, to] = range(record);
    taken.add(to - from);
    into.rank = into.rows = 1;
    put(from, to, into, true);
    into.width = into.count + into.texts.length;
  };
}

function takeMatrix(data: Data, inner: Data, taken: TakenValues): Take {
  const outerRange = rangesOf(data);
  const innerRange = rangesOf(inner);
  const put = elements(inner.children[0]);
  const isValid = validityOf(data);
  const isRow = validityOf(inner);
  return (record, into) => {
    if (!isValid(record)) return nullScalar(into);
    into.rank = 2;
    const [from, to] = outerRange(record);
    taken.add(to - from);
    for (let row = from; row < to; row++) {
      if (isRow(row)) {
        const [first, end] = innerRange(row);
        taken.add(end - first);
        put(first, end, into, true);
      }
      into.endRow();
    }
  };
}

/** In JSON null would stand in place of the value. */
function nullScalar(into: FieldValues): void {
  into.rank = 0;
  into.rows = into.width = 1;
  putNull(into);
}

/** Where a list's elements stand among all elements. */
function rangesOf(data: Data): (index: number) => [from: number, to: number] {
  const { type } = data;
  if (Types.isFixedSizeList(type)) {
    const { listSize } = type;
    return (index) => [(data.offset + index) * listSize, (data.offset + index + 1) * listSize];
  }
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  const sizes = sizesOf.get(data);
  return (index) => {
    const from = Number(offsets[index]);
    const to = sizes ? from + Number(sizes[index]) : Number(offsets[index + 1]);
    if (!(from >= 0 && to >= from && to <= data.children[0].length)) throw damaged();
    return [from, to];
  };
}

function elements(data: Data): Put {
  const { type } = data;
  if (isNumberType(type)) return putNumbers(data as Data<NumberType>);
  if (Types.isDecimal(type)) return decimals(data, type);
  if (isBytes(type)) return texts(data);
  const vector: Vector<DataType> = makeVector<DataType>(data);
  return (from, to, into, inList) => {
    if (to > vector.length) throw damaged();
    for (let i = from; i < to; i++) putValue(into, vector.get(i), inList);
  };
}

/** Whole numbers of words of 32 bits, the lowest first, and how many of their digits stand behind the point. */
function decimals(data: Data, { bitWidth, scale }: Decimal): Put {
  const words = data.values as Uint32Array;
  const width = bitWidth / 32;
  const isValid = validityOf(data);
  return (from, to, into, inList) => {
    if (to > data.length) throw damaged();
    for (let i = from; i < to; i++) {
      if (!isValid(i)) {
        putNull(into);
        continue;
      }
      let whole = 0n;
      for (let word = width - 1; word >= 0; word--) whole = (whole << 32n) | BigInt(words[i * width + word]);
      putValue(into, Number(`${BigInt.asIntN(bitWidth, whole)}e${-scale}`), inList);
    }
  };
}

/** Bytes that are a text. */
function texts(data: Data): Put {
  const vector = makeVector<DataType>(data) as Vector<Binary>;
  return (from, to, into, inList) => {
    if (to > vector.length) throw damaged();
    for (let i = from; i < to; i++) putValue(into, textOfBytes(vector.get(i)), inList);
  };
}
