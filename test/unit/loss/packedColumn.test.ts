import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PackedColumn, type PackedRun } from '../../../src/loss/packedColumn';

const bytesOf = (runs: readonly PackedRun[]) =>
  runs.reduce((sum, { rest }) => sum + (rest?.byteLength ?? 0), 0);

function columnOf(...blocks: readonly (readonly number[])[]): PackedColumn {
  const column = new PackedColumn();
  for (const block of blocks) column.append(Float64Array.from(block));
  return column;
}

describe('a column of packed integers', () => {
  const near = fc.integer({ min: -200, max: 200 });
  const value = fc.oneof(
    near,
    fc.integer(),
    fc.integer({ min: -(2 ** 51), max: 2 ** 51 }),
    fc.constantFrom(-2147483648, 0),
  );
  // Long enough to be looked at for a line of its own, and now and then with one value beside it.
  const line = fc
    .tuple(fc.integer({ min: 250, max: 300 }), near, fc.integer({ min: -2, max: 2 }), fc.boolean())
    .map(([rows, first, step, isBent]) =>
      Array.from({ length: rows }, (_, row) => first + step * row + Number(isBent && row === 260)),
    );
  const block = fc.oneof(fc.array(near, { maxLength: 40 }), fc.array(value, { maxLength: 40 }), line);

  it('gives back what was put in, in whatever order it is asked', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.boolean(), (blocks, isDone) => {
        const column = columnOf(...blocks);
        if (isDone) column.take();
        const rows = [...blocks.flat().entries()].reverse();
        assert.equal(column.length, rows.length);
        for (const [row, expected] of rows) assert.equal(column.at(row), expected);
      }),
    );
  });

  it('is the same when it was joined of others', () => {
    fc.assert(
      fc.property(block, block, near, (first, second, by) => {
        const column = columnOf(first);
        column.join(columnOf(second).take(), by);
        column.append(Int32Array.of(7));
        const expected = [...first, ...second.map((one) => one + by), 7];
        assert.deepEqual(
          expected.map((_, row) => column.at(row)),
          expected,
        );
      }),
    );
  });

  it('takes no byte of lines, one of class ids and two of the places of records', () => {
    const rows = 100_000;
    const of = (value: (row: number) => number) =>
      bytesOf(columnOf(Array.from({ length: rows }, (_, row) => value(row))).take()) / rows;
    assert.equal(
      of((row) => row + 1),
      0,
    );
    assert.equal(
      of((row) => (row * 7919) % 10),
      1,
    );
    const runs = columnOf(
      Array.from({ length: 1000 }, (_, row) => row),
      Array.from({ length: 1000 }, (_, row) => 1000 + row),
    ).take();
    assert.deepEqual(runs, [{ rows: 2000, first: 0, slope: 1 }]);
    assert.equal(
      of((row) => row * 105 + ((row * 7919) % 13)),
      1,
    );
    assert.equal(
      of((row) => row * 105 + ((row * 7919) % 1300)),
      2,
    );
  });
});
