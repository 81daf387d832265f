import assert from 'node:assert/strict';
import { fromNested } from '../../../src/arrays/ndarray';
import type { ViewSettings } from '../../../src/worker/protocol';
import { inProcessClient } from '../worker/inProcess';

const plain: ViewSettings = { temperature: 1 };
const logits = fromNested(
  [
    [2, 1, 0.1],
    [0.5, 2.5, 0.3],
    [0, 0, 5],
  ],
  'logits',
);
const near = (actual: number, expected: number, tolerance = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} within ${tolerance}`);

describe('an opened array', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  it('answers rows in order with top class, probability, margin and entropy', async () => {
    const { session, rows, classes } = await client.call('open', { reading: 'logits', array: logits });
    assert.deepEqual([rows, classes], [3, 3]);
    const page = await client.call('rows', { session, settings: plain, from: 1, count: 5 });
    assert.equal(page.total, 3);
    assert.deepEqual([...page.row], [1, 2]);
    assert.deepEqual([...page.top], [1, 2]);
    const z = Math.exp(0.5) + Math.exp(2.5) + Math.exp(0.3);
    near(page.probability[0], Math.exp(2.5) / z);
    near(page.margin[0], (Math.exp(2.5) - Math.exp(0.5)) / z);
    assert.equal(page.loss, undefined);
    near(page.bars.heights[1], Math.exp(2.5) / z, 1e-7);
  });

  it('sorts by a column and shows only wrong rows on request', async () => {
    const labels = fromNested([0, 2, 2], 'labels');
    const { session } = await client.call('open', { reading: 'logits', array: logits, labels });
    const sort = { key: 'loss', descending: true } as const;
    const byLoss = await client.call('rows', { session, settings: plain, sort, from: 0, count: 3 });
    assert.deepEqual([...byLoss.row], [1, 0, 2]);
    const wrong = await client.call('rows', { session, settings: plain, wrongOnly: true, from: 0, count: 3 });
    assert.equal(wrong.total, 1);
    assert.deepEqual([...wrong.row], [1]);
  });

  it('gives the losses and the batch that tf.nn.sparse_softmax_cross_entropy_with_logits gives', async () => {
    const array = fromNested(
      [
        [2, 1, 0.1],
        [0.5, 2.5, 0.3],
      ],
      'logits',
    );
    const { session } = await client.call('open', {
      reading: 'logits',
      array,
      labels: fromNested([0, 1], 'labels'),
      decimals: 1,
    });
    const page = await client.call('rows', { session, settings: plain, from: 0, count: 2 });
    near(page.loss![0], 0.41703, 5e-6);
    near(page.loss![1], 0.22005, 5e-6);
    const batch = await client.call('batch', { session, settings: { temperature: 1, reduction: 'mean' } });
    near(batch.reduced!, (0.41703 + 0.22005) / 2, 5e-6);
    assert.equal(batch.accuracy, 1);
    near(batch.perplexity!, Math.exp(batch.reduced!));
    const [low, high] = batch.interval!;
    assert.ok(low < batch.reduced! && batch.reduced! < high && high - low < 0.1);
  });

  it('shows the label of a row whatever its rank, with the gradient softmax − label', async () => {
    const array = fromNested([[9, 5, 4, 3, -8]], 'logits');
    const { session } = await client.call('open', {
      reading: 'logits',
      array,
      labels: fromNested([4], 'labels'),
    });
    const row = await client.call('row', { session, settings: plain, row: 0, k: 2 });
    assert.deepEqual([...row.classes], [0, 1, 4]);
    near(row.gradient![2], row.probabilities[2] - 1);
    near(row.gradient![0], row.probabilities[0]);
    assert.equal(row.others.count, 2);
    near(row.others.mass + row.probabilities.reduce((a, b) => a + b), 1);
    near(row.loss!, -row.logProbabilities[2]);
  });

  it('keeps the gradient of a confident right answer: −(the others’ probability), not p − 1 rounded', async () => {
    const array = fromNested([[0, -40]], 'logits');
    const { session } = await client.call('open', {
      reading: 'logits',
      array,
      labels: fromNested([0], 'labels'),
    });
    const row = await client.call('row', { session, settings: plain, row: 0, k: 2 });
    near(row.gradient![0] / -4.248354255291589e-18, 1, 1e-13);
    const cooled = await client.call('row', { session, settings: { temperature: 2 }, row: 0, k: 2 });
    near(cooled.gradient![1], Math.exp(-20) / (1 + Math.exp(-20)) / 2, 1e-22);
  });

  it('takes ignored rows out of the batch and shows no loss for their label', async () => {
    const { session } = await client.call('open', {
      reading: 'logits',
      array: logits,
      labels: fromNested([0, -100, 2], 'labels'),
    });
    const batch = await client.call('batch', { session, settings: plain });
    assert.deepEqual([batch.rows, batch.counted, batch.ignored], [3, 2, 1]);
    const row = await client.call('row', { session, settings: plain, row: 1, k: 3 });
    assert.deepEqual([row.label, row.loss, row.gradient], [undefined, undefined, undefined]);
  });

  it('opens probabilities through their logarithm: no softmax is taken twice', async () => {
    const array = fromNested(
      [
        [0.7, 0.2, 0.1],
        [1, 0, 0],
      ],
      'p',
    );
    const { session } = await client.call('open', { array, reading: 'probabilities' });
    const { data } = await client.call('probabilities', { session, settings: plain });
    [0.7, 0.2, 0.1, 1, 0, 0].forEach((p, i) => near(data[i], p, 1e-15));
  });

  it('takes any axis for the class axis and gives the softmax back in the array’s own order', async () => {
    const array = fromNested(
      [
        [2, 0.5],
        [1, 2.5],
        [0.1, 0.3],
      ],
      'logits',
    );
    const { session, rows, classes } = await client.call('open', {
      reading: 'logits',
      array,
      axis: 0,
      labels: fromNested([0, 1], 'labels'),
    });
    assert.deepEqual([rows, classes], [2, 3]);
    const page = await client.call('rows', { session, settings: plain, from: 0, count: 2 });
    near(page.loss![0], 0.41703, 5e-6);
    const { data, shape } = await client.call('probabilities', { session, settings: plain });
    assert.deepEqual(shape, [3, 2]);
    near(data[0] + data[2] + data[4], 1);
  });

  it('takes labels that are the ignore index, wherever it lies, and leaves their rows out everywhere', async () => {
    const { session } = await client.call('open', { reading: 'logits', array: logits });
    const labels = fromNested([0, -1, 2], 'labels');
    await client.call('label', { session, labels, ignoreIndex: -1 });
    const settings = { temperature: 1, ignoreIndex: -1 };
    assert.equal((await client.call('batch', { session, settings })).counted, 2);
    // One that is a class, as padding is class 0 in many vocabularies.
    await client.call('label', { session, labels: fromNested([0, 1, 2], 'labels'), ignoreIndex: 0 });
    const padded = { temperature: 1, ignoreIndex: 0 };
    assert.equal((await client.call('batch', { session, settings: padded })).counted, 2);
    assert.equal((await client.call('calibrate', { session, settings: padded })).fit.rows, 2);
    assert.equal((await client.call('balancedWeights', { session, settings: padded }))[0], 0);
  });

  it('gives no figures of one right class per row where rows may have several', async () => {
    const labels = fromNested(
      [
        [1, 1, 0],
        [0, 0, 0],
        [0, 0, 1],
      ],
      'labels',
    );
    const { session } = await client.call('open', { reading: 'logits', array: logits, labels });
    const settings = { temperature: 1, loss: 'sigmoid' } as const;
    const batch = await client.call('batch', { session, settings });
    assert.ok(batch.reduced !== undefined && batch.lossHistogram);
    assert.deepEqual(
      [batch.accuracy, batch.perplexity, batch.calibrationError, batch.confusion],
      [undefined, undefined, undefined, undefined],
    );
    assert.deepEqual(await client.call('perClass', { session, settings }), []);
  });

  it('names a label of no whole number, a wrong shape and a closed session', async () => {
    const { session } = await client.call('open', { reading: 'logits', array: logits });
    const label = (labels: number[]) =>
      client.call('label', { session, labels: fromNested(labels, 'labels') });
    await assert.rejects(label([0, 0.5, 1]), /labels\[1\] is 0\.5; valid class IDs are 0 to 2$/);
    await assert.rejects(label([0, 1]), /expected shape 3 \(class IDs\) or 3×3 .*got 2/);
    await client.call('close', { session });
    await assert.rejects(client.call('row', { session, settings: plain, row: 0, k: 1 }), /wasn’t kept/);
  });

  it('flags the row of a NaN by its own number, on any page', async () => {
    const array = fromNested(
      [
        [1, 2],
        [3, NaN],
        [1, 1],
      ],
      'logits',
    );
    const { session } = await client.call('open', { reading: 'logits', array });
    const batch = await client.call('batch', { session, settings: plain });
    assert.deepEqual(
      batch.flags.map(({ row, reason }) => [row, reason]),
      [[1, 'nan']],
    );
    const row = await client.call('row', { session, settings: plain, row: 1, k: 2 });
    assert.equal(row.flag?.row, 1);
  });

  it('gives probability against rank at ranks that even out on a logarithmic axis, the label’s besides', async () => {
    const values = Array.from({ length: 5000 }, (_, i) => Math.sin(i * i) * 9);
    const order = values.map((_, i) => i).sort((a, b) => values[b] - values[a]);
    const labels = fromNested([order[3332]], 'labels');
    const { session } = await client.call('open', {
      reading: 'logits',
      array: fromNested([values], 'logits'),
      labels,
    });
    for (const temperature of [1, 0.3]) {
      const settings = { temperature };
      const curve = await client.call('ranks', { session, settings, row: 0, points: 40 });
      assert.deepEqual([...curve.rank.subarray(0, 3)], [1, 2, 3]);
      assert.equal(curve.rank.at(-1), 5000);
      assert.ok(curve.rank.length <= 41);
      assert.equal(curve.labelRank, 3333);
      assert.ok(curve.rank.includes(3333));
      const { data } = await client.call('probabilities', { session, settings });
      curve.rank.forEach((rank, i) => {
        assert.equal(curve.classes[i], order[rank - 1]);
        near(curve.probabilities[i] / data[order[rank - 1]], 1, 1e-12);
      });
    }
  });

  it('ranks the row that is asked for, not the one before it', async () => {
    const array = fromNested(
      [
        [1, 2, 3],
        [3, 2, 1],
      ],
      'logits',
    );
    const { session } = await client.call('open', { reading: 'logits', array });
    for (const [row, top] of [
      [0, 2],
      [1, 0],
      [0, 2],
    ]) {
      const curve = await client.call('ranks', { session, settings: plain, row, points: 10 });
      assert.equal(curve.classes[0], top);
      assert.equal(curve.labelRank, undefined);
    }
  });

  it('is gone for who still has its number after another worker took over, whatever that one opened', async () => {
    const [ended, next] = [inProcessClient(), inProcessClient()];
    const { session } = await ended.call('open', { reading: 'logits', array: logits });
    const { held } = await ended.call('hold', { header: { version: 1, dtype: 'float32', shape: [2, 2] } });
    for (let i = 0; i < 5; i++) await next.call('open', { reading: 'logits', array: logits });
    await assert.rejects(next.call('rows', { session, settings: plain, from: 0, count: 1 }), /Open it again/);
    await assert.rejects(next.call('held', { held }), /Open it again/);
    for (const client of [ended, next]) client.dispose();
  });
});
