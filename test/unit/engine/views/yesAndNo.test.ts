import assert from 'node:assert/strict';
import { fromNested } from '../../../../src/arrays/ndarray';
import type { FoundArray, ReadingKind } from '../../../../src/arrays/types';
import { arrange } from '../../../../src/arrays/arrange';
import type { ViewSettings } from '../../../../src/worker/protocol';
import { inProcessClient } from '../../worker/inProcess';

const LOGITS = [
  [2, -1, 0.5, -3],
  [-0.2, -1, -2, -3],
  [1, 1, 1, 4],
];
const TARGETS = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [1, 1, 0, 1],
];
const SETTINGS: ViewSettings = { temperature: 2, loss: 'sigmoid' };

// All right values are NumPy's, of 1 / (1 + exp(−x / 2)), and scikit-learn's f1_score(…, average="micro").
describe('rows whose classes are each a yes or no of its own', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  const near = (actual: ArrayLike<number> | undefined, expected: readonly number[], tolerance = 1e-8) => {
    assert.ok(actual);
    assert.equal(actual.length, expected.length);
    expected.forEach((value, i) =>
      assert.ok(Math.abs(actual[i] - value) < tolerance, `${actual[i]}, ${value}`),
    );
  };

  const open = async (values = LOGITS, labelled = true) =>
    (
      await client.call('open', {
        array: fromNested(values, 'x'),
        ...(labelled && { labels: fromNested(TARGETS, 'y') }),
        reading: 'logits',
      })
    ).session;

  it('have the sigmoids of their values, never a softmax over them', async () => {
    const session = await open();
    const page = await client.call('rows', { session, settings: SETTINGS, from: 0, count: 3 });
    near(page.probability, [0.73105858, 0.47502081, 0.88079708]);
    near(page.bars.heights.subarray(0, 4), [0.73105858, 0.37754067, 0.5621765, 0.18242552], 1e-6);
    near(page.entropy, [2.40549729, 2.41200073, 2.35387581]);
    near(page.loss, [0.45367284, 0.53328715, 0.51228974]);
    assert.deepEqual([...page.sigmoid!.above], [2, 0, 4]);
    assert.deepEqual([...page.sigmoid!.targets!.count], [1, 1, 3]);
    assert.deepEqual(
      [...page.sigmoid!.targets!.missed],
      [1, 2, 1].map(() => 1),
    );
    assert.deepEqual([...page.sigmoid!.targets!.ids.subarray(16, 20)], [0, 1, 3, -1]);
    assert.deepEqual([...page.sigmoid!.targets!.bins], TARGETS.flat());
    const { data } = await client.call('probabilities', { session, settings: SETTINGS });
    near(data.subarray(0, 4), [0.73105858, 0.37754067, 0.5621765, 0.18242552]);
  });

  it('are judged class by class', async () => {
    const session = await open();
    const batch = await client.call('batch', { session, settings: SETTINGS });
    assert.deepEqual({ ...batch.yesOrNo, f1: undefined }, { right: 9, all: 12, exact: 0, f1: undefined });
    near([batch.yesOrNo!.f1!, batch.reduced!], [0.7272727272727273, 0.4997499119081558]);
    assert.equal(batch.above, 6);
    assert.deepEqual(
      [batch.accuracy, batch.calibrationError, batch.confusion],
      [undefined, undefined, undefined],
    );
  });

  it('are listed by what is wrong with them', async () => {
    const session = await open([LOGITS[0], [-0.2, 1, -2, -3], LOGITS[2]]);
    const asked = { session, settings: SETTINGS, from: 0, count: 3 };
    assert.deepEqual([...(await client.call('rows', { ...asked, wrongOnly: true })).row], [0, 2]);
    const sort = { key: 'above', descending: true } as const;
    assert.deepEqual([...(await client.call('rows', { ...asked, sort })).row], [2, 0, 1]);
  });

  it('show one row with its targets, however improbable, and no sum of the others', async () => {
    const session = await open();
    const detail = await client.call('row', { session, settings: SETTINGS, row: 1, k: 1 });
    assert.deepEqual([...detail.classes], [0, 1]);
    near(detail.probabilities, [0.47502081, 0.37754067]);
    assert.deepEqual([...detail.sigmoid!.targets!], [0, 1]);
    assert.deepEqual([detail.others.count, detail.label], [2, undefined]);
    const [row] = [await client.call('row', { session, settings: SETTINGS, row: 2, k: 2 })];
    assert.deepEqual([...row.classes], [3, 0, 1]);
    near([row.others.largest ?? NaN], [0.62245933]);
  });

  it('need no labels', async () => {
    const session = await open(LOGITS, false);
    const page = await client.call('rows', { session, settings: SETTINGS, from: 0, count: 3 });
    assert.deepEqual([page.sigmoid!.targets, page.loss], [undefined, undefined]);
    const batch = await client.call('batch', { session, settings: SETTINGS });
    assert.deepEqual([batch.above, batch.yesOrNo, batch.meanConfidence], [6, undefined, undefined]);
  });

  it('have no probabilities where a value is NaN, and keep those of what is infinite', async () => {
    const session = await open([[NaN, 1, 1, 1], [Infinity, -Infinity, 0, 0], LOGITS[2]]);
    const page = await client.call('rows', { session, settings: SETTINGS, from: 0, count: 3 });
    assert.deepEqual([...page.probability.subarray(0, 2)], [NaN, 1]);
    assert.deepEqual([...page.sigmoid!.above], [0, 1, 4]);
    const { flags } = await client.call('batch', { session, settings: SETTINGS });
    assert.deepEqual(
      flags.map(({ row, reason }) => [row, reason]),
      [[0, 'nan']],
    );
  });

  it('are said to be outside 0 to 1 where they are read as outputs of a sigmoid, in the batch and in the row', async () => {
    const array = fromNested([[0.5, 1.2], [0.1, 0.9]], 'x'); // prettier-ignore
    const { session } = await client.call('open', { array, reading: 'sigmoid-scores' });
    const settings: ViewSettings = { temperature: 1, loss: 'sigmoid' };
    const { flags } = await client.call('batch', { session, settings });
    const { flag } = await client.call('row', { session, settings, row: 0, k: 2 });
    for (const one of [...flags, flag]) {
      assert.equal(one?.message, 'a value is NaN or not between 0 and 1');
      assert.equal(one.row, 0);
    }
    assert.equal(flags.length, 1);
  });

  const found = (values: readonly unknown[], kind: ReadingKind): FoundArray => {
    const array = fromNested(values, 'x');
    const reading = { kind, confidence: 1, evidence: [] };
    return { range: [0, 0], container: 'list', shape: array.shape, elided: false, array, reading };
  };

  it('are what several scores a row are read as; a score alone stays a pair', async () => {
    const scores = [[0.8807970779778825, 0.2689414213699951, 0.6224593312018546, 0.04742587317756678]];
    const arranged = arrange(found(scores, 'sigmoid-scores'), 'sigmoid-scores')!;
    assert.deepEqual([arranged.loss, arranged.paired], ['sigmoid', undefined]);
    const { session } = await client.call('open', { array: arranged.array, reading: arranged.reading });
    const page = await client.call('rows', {
      session,
      settings: { temperature: 1, loss: 'sigmoid' },
      from: 0,
      count: 1,
    });
    near(page.bars.heights, scores[0], 1e-6);
    near(page.probability, [scores[0][0]], 1e-15);
    for (const values of [
      [-1, 2, 0.5],
      [[-1], [2], [0.5]],
    ]) {
      const pairs = arrange(found(values, 'binary-logits'), 'binary-logits')!;
      assert.deepEqual([pairs.loss, pairs.paired, pairs.array.shape], ['softmax', true, [3, 2]]);
    }
  });

  it('are a sigmoid’s at a glance, and their figures those of the inspector', async () => {
    const { preview, summary } = await client.call('glance', { found: found(LOGITS, 'binary-logits') });
    assert.deepEqual([preview!.top[0], preview!.targets!.length], [-1, 0]);
    assert.ok(Math.abs(preview!.bars.heights[0] - 0.8807970779778825) < 1e-6);
    assert.deepEqual([summary!.rows, summary!.above, summary!.counted], [3, 6, 0]);
  });
});
