import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ArrayFiles } from '../../../../src/engine/arrays/arrayFiles';
import { fileRows } from '../../../../src/engine/rows/fileRows';
import { rowsAlong } from '../../../../src/engine/rows/rowsAlong';
import type { RowSource } from '../../../../src/engine/rows/rowSource';
import { ndarray, sizeOf } from '../../../../src/arrays/ndarray';
import { floats, npy, npyHeader } from '../../live/files';

const context = { signal: new AbortController().signal, progress: () => undefined };

/** The numbers 0, 1, 2, … of a shape in a file. */
async function stored(shape: readonly number[]): Promise<RowSource> {
  let id = 0;
  const files = new ArrayFiles(() => ++id);
  const bytes = npy(
    npyHeader('<f4', [...shape]),
    floats(...Array.from({ length: sizeOf(shape) }, (_, i) => i)),
  );
  const { file } = await files.open({ name: 'a.npy', bytes }, context);
  const { found } = await files.peek({ file, index: 0 }, context);
  return files.source(found.held!)!;
}

/** The place of the number of a row and a class: of all rows, the last of the other axes counts fastest. */
function placeOf(shape: readonly number[], axis: number, row: number, c: number): number {
  let [left, place, stride] = [row, 0, 1];
  for (let at = shape.length - 1; at >= 0; at--) {
    if (at === axis) place += c * stride;
    else {
      place += (left % shape[at]) * stride;
      left = Math.floor(left / shape[at]);
    }
    stride *= shape[at];
  }
  return place;
}

const shapes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axis: fc.integer({ min: 0, max: shape.length - 1 }),
    picked: fc.array(fc.nat(sizeOf(shape) * 8), { minLength: 1, maxLength: 9 }),
  }),
);

describe('the rows of an array in a file along any axis', () => {
  it('are the numbers that lie along it, in whatever pieces they are read', () =>
    fc.assert(
      fc.asyncProperty(shapes, async ({ shape, axis, picked }) => {
        const rows = fileRows(await stored(shape), axis);
        const { classes } = rows;
        assert.deepEqual([rows.rows * classes, classes], [sizeOf(shape), shape[axis]]);
        const expected = (from: number[]) =>
          from.flatMap((row) => Array.from({ length: classes }, (_, c) => placeOf(shape, axis, row, c)));
        const order = picked.map((row) => row % rows.rows);
        assert.deepEqual(
          [...(await rows.gather(Int32Array.from(order), context.signal)).logits],
          expected(order),
        );
        const [from, to] = [Math.min(...order), Math.max(...order) + 1];
        const run = Array.from({ length: to - from }, (_, i) => from + i);
        assert.deepEqual([...(await rows.read(from, to - from, context.signal)).logits], expected(run));
        const all: number[] = [];
        await rows.pass(context, ({ logits }) => all.push(...logits));
        assert.deepEqual(all, expected(Array.from({ length: rows.rows }, (_, row) => row)));
      }),
      { numRuns: 300 },
    ));

  it('of large images are read class by class, and no more than is wanted', async () => {
    const shape = [2, 5, 300, 400];
    const asked: number[] = [];
    const source: RowSource = {
      shape,
      rows: 3000,
      classes: 400,
      read(from, count) {
        asked.push(count);
        return Promise.resolve(
          ndarray(
            Float64Array.from({ length: count * 400 }, (_, i) => from * 400 + i),
            [count, 400],
          ),
        );
      },
    };
    const { data } = await rowsAlong(source, 1).read(120_410, 3, context.signal);
    assert.deepEqual(
      [...data],
      [0, 1, 2].flatMap((i) => [0, 1, 2, 3, 4].map((c) => placeOf(shape, 1, 120_410 + i, c))),
    );
    assert.deepEqual(asked, [1, 1, 1, 1, 1]);
  });

  it('are refused along an axis that the array doesn’t have', async () => {
    const source = await stored([2, 3, 4]);
    assert.throws(() => fileRows(source, 3), { message: 'Axis 3 is out of range for an array of rank 3.' });
  });
});
