import assert from 'node:assert/strict';
import { fromNested } from '../../../../src/arrays/ndarray';
import type { FoundArray, ReadingKind } from '../../../../src/arrays/types';
import type { Look } from '../../../../src/worker/protocol';
import { inProcessClient } from '../../worker/inProcess';

const found = (values: readonly unknown[], kind: ReadingKind, labels?: readonly number[]): FoundArray => {
  const array = fromNested(values, 'x');
  return {
    range: [0, 0],
    container: 'list',
    shape: array.shape,
    elided: false,
    array,
    reading: { kind, confidence: 1, evidence: [] },
    ...(labels && {
      labels: { kind: 'class-ids' as const, values: fromNested(labels, 'labels'), source: 'beside' },
    }),
  };
};

const near = (actual: number | undefined, expected: number) =>
  assert.ok(Math.abs(actual! - expected) < 1e-9, `${actual} is not ${expected}`);

describe('an array at a glance', () => {
  const client = inProcessClient();
  after(() => client.dispose());
  const glance = (array: FoundArray, look?: Look) => client.call('glance', { found: array, look });

  const LOGITS = [
    [2, 1, 0.1],
    [0.5, 2.5, 0.3],
  ];

  it('is what holds for all rows: the loss and accuracy that the inspector shows', async () => {
    // log(Σ exp x) − x of the label, in Python
    const { summary } = await glance(found(LOGITS, 'logits', [0, 2]));
    near(summary!.reduced, (0.417030016 + 2.420049523) / 2);
    assert.deepEqual([summary!.rows, summary!.counted, summary!.accuracy], [2, 2, 0.5]);
  });

  it('is how confident the rows are where there are no labels', async () => {
    const { summary } = await glance(
      found(
        [
          [0, Math.log(3)],
          [0, 0],
        ],
        'logits',
      ),
    );
    near(summary!.meanConfidence, (0.75 + 0.5) / 2);
    assert.equal(summary!.counted, 0);
    assert.equal(summary!.accuracy, undefined);
  });

  it('follows temperature, labels and axis as someone looks at it', async () => {
    const array = found([[0, Math.log(3)]], 'logits', [1]);
    near((await glance(array, { settings: { temperature: 0.5 } })).summary!.meanConfidence, 0.9);
    const without = await glance(array, { settings: { temperature: 1 }, labels: null });
    assert.equal(without.summary!.counted, 0);
    const along = await glance(found(LOGITS, 'logits'), { settings: { temperature: 1 }, axis: 0 });
    assert.equal(along.summary!.rows, 3);
  });

  it('leaves labels out that do not fit, and counts rows without a distribution', async () => {
    const { summary } = await glance(
      found(
        [
          [1, NaN],
          [0, 0],
        ],
        'logits',
        [0, 1, 1],
      ),
    );
    assert.deepEqual([summary!.counted, summary!.flagged], [0, 1]);
    assert.match(summary!.reason!, /NaN/);
    near(summary!.meanConfidence, 0.5);
  });

  it('has the scores of a sigmoid side by side, never a softmax over examples', async () => {
    const { preview, summary } = await glance(found([-1, 2, 0.5], 'binary-logits', [0, 1, 0]));
    assert.deepEqual([summary!.rows, summary!.positive, summary!.counted], [3, 2, 3]);
    near(summary!.accuracy, 2 / 3);
    assert.equal(preview!.bars.bins, 3);
    assert.ok(Math.abs(preview!.bars.heights[1] - 1 / (1 + Math.exp(-2))) < 1e-6);
  });

  it('of rows with several labels each is a sigmoid with the targets in view, never a softmax', async () => {
    const values = { dtype: 'float64' as const, shape: [2, 3], data: Float64Array.of(1, 0, 1, 0, 0, 0) };
    const labels = { kind: 'multi-hot' as const, values, source: 'beside' };
    const { preview, summary } = await glance({
      ...found(
        [
          [2, -1, 0.5],
          [-3, 1, 0],
        ],
        'logits',
      ),
      labels,
    });
    assert.deepEqual([...preview!.targets!], [1, 0, 1, 0, 0, 0]);
    assert.ok(Math.abs(preview!.bars.heights[0] - 1 / (1 + Math.exp(-2))) < 1e-6);
    // torch.nn.functional.binary_cross_entropy_with_logits is the mean of log(1 + e^x) − x·y.
    const terms = [2, -1, 0.5, -3, 1, 0].map((x, i) => Math.log1p(Math.exp(x)) - x * values.data[i]);
    near(summary!.reduced, terms.reduce((a, b) => a + b) / 6);
  });

  it('is what the values are where they are no scores, and empty where they are not there', async () => {
    const { preview, summary, values } = await glance(found([1, 2], 'class-labels'));
    assert.deepEqual([preview, summary], [undefined, undefined]);
    assert.deepEqual([values!.finite!.minimum, values!.finite!.maximum], [1, 2]);
    assert.deepEqual(await glance({ ...found([[1, 2]], 'logits'), array: undefined, elided: true }), {});
  });
});
