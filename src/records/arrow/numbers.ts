import type { Bool, Data, DataType, Float, Int } from 'apache-arrow';
import { DataType as Types, Precision } from 'apache-arrow';
import { putNull, putValue } from '../columnar/putValue';
import type { FieldValues } from '../fields/fieldValues';
import { damaged } from './checkLengths';
import { validityOf } from './validity';

/** Puts the elements [from, to) into a field's values. */
export type Put = (from: number, to: number, into: FieldValues, inList: boolean) => void;

export type NumberType = Int | Float | Bool;

export const isNumberType = (type: DataType): type is NumberType =>
  Types.isInt(type) || Types.isFloat(type) || Types.isBool(type);

/** Takes numbers from where they lie: apache-arrow gives one at a time, 70 to 160 ns each. */
export function putNumbers(data: Data<NumberType>): Put {
  const put = putPlain(data);
  return (from, to, into, inList) => {
    if (to > data.length) throw damaged();
    put(from, to, into, inList);
  };
}

function putPlain(data: Data<NumberType>): Put {
  const { type, values, offset } = data;
  const bit = (i: number) => ((values as Uint8Array)[(offset + i) >> 3] >> ((offset + i) & 7)) & 1;
  if (Types.isBool(type)) return withNulls(data, each(bit));
  const half = (i: number) => ofHalf(values[i] as number);
  if (Types.isFloat(type) && type.precision === Precision.HALF) return withNulls(data, each(half));
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return longNumbers(data, values);
  return withNulls(data, (from, to, into) =>
    to - from === 1 ? into.push(values[from]) : into.append(values.subarray(from, to), to - from),
  );
}

const each =
  (numberAt: (index: number) => number): Put =>
  (from, to, into) => {
    for (let i = from; i < to; i++) into.push(numberAt(i));
  };

/** What lies in the place of a null is any number. */
function withNulls(data: Data, put: Put): Put {
  if (data.nullCount === 0) return put;
  const isValid = validityOf(data);
  return (from, to, into, inList) => {
    const start = into.count - from;
    put(from, to, into, inList);
    for (let i = from; i < to; i++) {
      if (isValid(i)) continue;
      into.data[start + i] = NaN;
      into.nulls++;
    }
  };
}

/** Whole numbers of 64 bits; those that no double holds are texts. */
function longNumbers(data: Data, values: BigInt64Array | BigUint64Array): Put {
  const { buffer, byteOffset, length } = values;
  const lows = new Uint32Array(buffer, byteOffset, length * 2);
  const highs = values instanceof BigInt64Array ? new Int32Array(buffer, byteOffset, length * 2) : lows;
  const isValid = validityOf(data);
  return (from, to, into, inList) => {
    for (let i = from; i < to; i++) {
      const high = highs[i * 2 + 1];
      if (!isValid(i)) putNull(into);
      else if (high >= -SAFE_HIGH && high < SAFE_HIGH) into.push(high * 2 ** 32 + lows[i * 2]);
      else putValue(into, values[i], inList);
    }
  };
}

/** Of the upper 32 bits, where the whole is below 2⁵². */
const SAFE_HIGH = 2 ** 20;

/** A number of 16 bits: a sign, 5 bits of exponent, 10 of fraction. */
function ofHalf(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size =
    exponent === 31
      ? fraction > 0
        ? NaN
        : Infinity
      : exponent === 0
        ? fraction * 2 ** -24
        : (1024 + fraction) * POWERS[exponent];
  return bits & 0x8000 ? -size : size;
}

/** Of a fraction's last bit, by the exponent. */
const POWERS = Float64Array.from({ length: 31 }, (_, exponent) => 2 ** (exponent - 25));
