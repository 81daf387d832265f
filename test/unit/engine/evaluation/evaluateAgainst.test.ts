import { deepStrictEqual } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import { context, csv, fileOf, LABELS, P } from './twelveRows';

describe('evaluate: a file against another', () => {
  it('is sliced by a field that only the first has', async () => {
    const rows = P.map(([a, b, c], i) => ({ prob_a: a, prob_b: b, prob_c: c, label: 'abc'[LABELS[i]] }));
    const sources = rows.map((row, i) => ({ ...row, src: i < 5 ? 'web' : 'book' }));
    const { against } = await createCalls().evaluate(
      {
        source: { file: fileOf('a.csv', csv(sources)) },
        against: { file: fileOf('b.csv', csv(rows)) },
        options: { resamples: 0, group: 'src' },
      },
      context,
    );
    const found = against!.slices.map(({ value, rows: count }) => [value, count]);
    deepStrictEqual(found.sort(), [
      ['book', 7],
      ['web', 5],
    ]);
  });
});
