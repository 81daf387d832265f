import type { Data, DataType, Decimal, RecordBatch, Vector } from 'apache-arrow';
import { DataType as Types, makeVector } from 'apache-arrow';
import { putNull, putValue } from '../columnar/putValue';
import type { FieldValues } from '../fieldValues';
import { checkLengths, damaged } from './checkLengths';
import { isList, type ArrowColumn } from './columns';

type Take = (record: number, into: FieldValues) => void;

/** Reads a column's values of a batch, by the record's place in it. */
export function valuesOf(batch: RecordBatch, { indices }: ArrowColumn): Take {
  let data: Data = batch.data as Data;
  const around: Data[] = [];
  for (const index of indices) {
    data = data.children[index];
    around.push(data);
  }
  const structs = around.slice(0, -1);
  checkLengths(data);
  for (const { length, nullBitmap, nullCount } of structs)
    if (length > data.length || (nullCount > 0 && nullBitmap.length * 8 < length)) throw damaged();
  if (batch.numRows > data.length) throw damaged();
  const take = isList(data.type) ? takeList(data) : takeScalar(data);
  return (record, into) => {
    if (structs.every((struct) => isValid(struct, record))) take(record, into);
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

function takeList(data: Data): Take {
  const range = rangesOf(data);
  const [inner] = data.children;
  if (isList(inner.type)) return takeMatrix(data, inner);
  const put = elements(inner);
  return (record, into) => {
    if (!isValid(data, record)) return nullScalar(into);
    const [from, to] = range(record);
    into.rank = into.rows = 1;
    put(from, to, into, true);
    into.width = into.count + into.texts.length;
  };
}

function takeMatrix(data: Data, inner: Data): Take {
  const outerRange = rangesOf(data);
  const innerRange = rangesOf(inner);
  const put = elements(inner.children[0]);
  return (record, into) => {
    if (!isValid(data, record)) return nullScalar(into);
    into.rank = 2;
    const [from, to] = outerRange(record);
    for (let row = from; row < to; row++) {
      if (isValid(inner, row)) put(...innerRange(row), into, true);
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
  return (index) => {
    const from = Number(offsets[index]);
    const to = Number(offsets[index + 1]);
    if (!(from >= 0 && to >= from && to <= data.children[0].length)) throw damaged();
    return [from, to];
  };
}

/** Puts the elements [from, to) into a field's values. */
function elements(data: Data): (from: number, to: number, into: FieldValues, inList: boolean) => void {
  const { nullCount } = data;
  const values: unknown = data.values;
  if (nullCount === 0 && (values instanceof Float32Array || values instanceof Float64Array))
    return (from, to, into) => {
      if (to > values.length) throw damaged();
      into.append(values.subarray(from, to), to - from);
    };
  if (Types.isDecimal(data.type)) return decimals(data, data.type);
  const vector: Vector<DataType> = makeVector<DataType>(data);
  return (from, to, into, inList) => {
    if (to > vector.length) throw damaged();
    for (let i = from; i < to; i++) putValue(into, vector.get(i), inList);
  };
}

/** Whole numbers of words of 32 bits, the lowest first, and how many of their digits stand behind the point. */
function decimals(data: Data, { bitWidth, scale }: Decimal): ReturnType<typeof elements> {
  const words = data.values as Uint32Array;
  const width = bitWidth / 32;
  return (from, to, into, inList) => {
    if (to > data.length) throw damaged();
    for (let i = from; i < to; i++) {
      if (!isValid(data, i)) {
        putNull(into);
        continue;
      }
      let whole = 0n;
      for (let word = width - 1; word >= 0; word--) whole = (whole << 32n) | BigInt(words[i * width + word]);
      putValue(into, Number(`${BigInt.asIntN(bitWidth, whole)}e${-scale}`), inList);
    }
  };
}

function isValid(data: Data, index: number): boolean {
  return data.getValid(index);
}
