import assert from 'node:assert/strict';
import {
  Bool,
  Field,
  Float16,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  List,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  makeData,
  vectorFromArray,
  type Data,
  type DataType,
} from 'apache-arrow';
import { columnsOf } from '../../../src/records/arrow/columns';
import { valuesOf } from '../../../src/records/arrow/values';
import { TakenValues } from '../../../src/records/columnar/claims';
import { FieldValues } from '../../../src/records/fields/fieldValues';

const types: [DataType, (number | bigint | boolean)[], (number | string)[]?][] = [
  [new Int8(), [-128, -1, 0, 127]],
  [new Uint8(), [0, 1, 255]],
  [new Int16(), [-32768, 0, 32767]],
  [new Uint16(), [0, 65535]],
  [new Int32(), [-(2 ** 31), -1, 0, 2 ** 31 - 1]],
  [new Uint32(), [0, 2 ** 32 - 1]],
  [new Float32(), [-0, 0.5, Math.fround(0.1), -Infinity]],
  [new Float64(), [-0, 0.1, 5e-324, Infinity]],
  // The smallest of 16 bits, the smallest that is normal, and the largest.
  [new Float16(), [-0, 1, -2.5, 2 ** -24, 2 ** -14, 65504, Infinity, -Infinity, NaN]],
  [new Bool(), [true, false, true], [1, 0, 1]],
];
const long = [0n, -1n, 1n, 2n ** 32n, -(2n ** 32n), 2n ** 52n, 2n ** 53n - 1n, 1n - 2n ** 53n];
const longer = [2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n];
types.push(
  [new Int64(), [...long, ...longer], [...long.map(Number), ...longer.map(String)]],
  [new Uint64(), [0n, 2n ** 53n - 1n, 2n ** 64n - 1n], [0, 2 ** 53 - 1, String(2n ** 64n - 1n)]],
);

function taker(data: Data): (record: number) => FieldValues {
  const column = columnsOf([new Field('x', data.type)])[0];
  const take = valuesOf({ records: data.length, columns: [data] }, column, new TakenValues(1e9));
  const into = new FieldValues();
  return (record) => {
    into.reset();
    take(record, into);
    return into;
  };
}

const list = (child: Data, valueOffsets: Int32Array) =>
  makeData({
    type: new List(new Field('item', child.type)),
    length: valueOffsets.length - 1,
    nullCount: 0,
    valueOffsets,
    child,
  });

describe('numbers of an Arrow column', () => {
  for (const [type, values, told = values as (number | string)[]] of types)
    it(`of ${type[Symbol.toStringTag]} are those that were written, alone and in lists, with nulls and without`, () => {
      // Nulls in front: in the bits that tell of them no value stands where it stands among the values.
      for (const nulls of [0, 1, 9]) {
        const all = [...new Array<null>(nulls).fill(null), ...values];
        const expected = [...new Array<number>(nulls).fill(NaN), ...told];
        const [data] = vectorFromArray(all, type).data;
        const one = taker(data);
        all.forEach((_, i) => {
          const { data: numbers, count, text, nulls: found } = one(i);
          assert.deepEqual(text ?? numbers[0], expected[i]);
          assert.equal(count, text === undefined ? 1 : 0);
          assert.equal(found, i < nulls ? 1 : 0);
        });
        const whole = taker(list(data, Int32Array.of(0, all.length)))(0);
        assert.deepEqual(
          [...whole.data.subarray(0, whole.count)],
          expected.filter((value) => typeof value === 'number'),
        );
        assert.deepEqual(
          whole.texts,
          expected.filter((value) => typeof value === 'string'),
        );
        assert.equal(whole.nulls, nulls);
        // A part of a column begins amid the bits.
        const part = taker(data.slice(1, all.length - 1));
        const { text, data: numbers } = part(all.length - 2);
        assert.deepEqual(text ?? numbers[0], expected.at(-1));
      }
    });
});
