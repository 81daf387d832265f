import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ndarray } from '../../../../src/arrays/ndarray';
import type { CallContext } from '../../../../src/engine/callContext';
import { memoryRows } from '../../../../src/engine/rows/memoryRows';
import { summaryOfValues, valueSummary, valueWindow } from '../../../../src/engine/views/values';

const context: CallContext = { signal: new AbortController().signal, progress: () => undefined };

describe('values that are no scores', () => {
  it('are summed up as numpy does', async () => {
    // x = np.array([((i * 7919) % 1009 - 504) / 37 for i in range(1000)]); x.mean(), x.std(), np.histogram(x, bins=40)
    const x = Float64Array.from({ length: 1000 }, (_, i) => (((i * 7919) % 1009) - 504) / 37);
    const { finite, ...counts } = await valueSummary(memoryRows(ndarray(x, [10, 100])), context);
    assert.deepEqual(counts, { count: 1000, nan: 0, positiveInfinity: 0, negativeInfinity: 0 });
    assert.equal(finite!.minimum, -13.621621621621621);
    assert.equal(finite!.maximum, 13.621621621621621);
    assert.ok(Math.abs(finite!.mean - 0.018324324324324317) < 1e-15, String(finite!.mean));
    assert.ok(Math.abs(finite!.deviation - 7.874569489362893) < 1e-14, String(finite!.deviation));
    assert.equal(finite!.whole, false);
    assert.deepEqual(
      [...finite!.histogram.counts],
      [
        26, 25, 24, 25, 25, 26, 24, 25, 24, 25, 26, 25, 24, 25, 24, 26, 25, 25, 24, 25, 26, 25, 25, 25, 24,
        26, 25, 25, 25, 25, 25, 25, 25, 25, 25, 26, 24, 25, 25, 26,
      ],
    );
    assert.deepEqual(
      [finite!.histogram.edges[0], finite!.histogram.edges[40]],
      [-13.621621621621621, 13.621621621621621],
    );
  });

  it('count NaN and infinities apart from the figures of the others', async () => {
    const values = Float32Array.of(NaN, 2, Infinity, -Infinity, 4, NaN);
    const { finite, ...counts } = await summaryOfValues(values, context);
    assert.deepEqual(counts, { count: 6, nan: 2, positiveInfinity: 1, negativeInfinity: 1 });
    assert.deepEqual([finite!.minimum, finite!.maximum, finite!.mean, finite!.deviation], [2, 4, 3, 1]);
    assert.equal((await summaryOfValues(Float64Array.of(NaN, Infinity), context)).finite, undefined);
    assert.equal((await summaryOfValues(new Float64Array(0), context)).count, 0);
  });

  it('that are few integers have a bar each', async () => {
    const { finite } = await summaryOfValues(Float64Array.of(3, 5, 3, 4, 3), context);
    assert.deepEqual([...finite!.histogram.edges], [2.5, 3.5, 4.5, 5.5]);
    assert.deepEqual([...finite!.histogram.counts], [3, 1, 1]);
  });

  it('each stand in the one bar whose edges hold them, whatever they are', async () => {
    const number = fc.double({ noDefaultInfinity: true, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 50 }), async (list) => {
        const { finite } = await summaryOfValues(Float64Array.from(list), context);
        const { edges, counts } = finite!.histogram;
        const expected = Array.from(counts, () => 0);
        for (const x of list) {
          const at = counts.findIndex(
            (_, i) => x >= edges[i] && (x < edges[i + 1] || i === counts.length - 1),
          );
          expected[at]++;
        }
        assert.deepEqual([...counts], expected);
      }),
      { numRuns: 200 },
    );
  });

  it('are shown in part, and not beyond their edges', async () => {
    const rows = memoryRows(
      ndarray(
        Float64Array.from({ length: 12 }, (_, i) => i),
        [3, 4],
      ),
    );
    const part = (row: number, high: number, column: number, wide: number) =>
      valueWindow(rows, { row, rows: high, column, columns: wide }, context);
    assert.deepEqual([...(await part(1, 2, 1, 2))], [5, 6, 9, 10]);
    assert.deepEqual([...(await part(2, 9, 3, 9))], [11]);
    assert.deepEqual([...(await part(7, 1, 0, 1))], []);
  });
});
