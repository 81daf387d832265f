import assert from 'node:assert/strict';
import { inProcessClient } from '../worker/inProcess';

describe('what an output is offered for', () => {
  it('stays offered when a person reads it otherwise, so that the choice can be taken back', async () => {
    const request = { text: 'logits: tensor([[2.0, 1.0, 0.1]])', detect: 'likely' } as const;
    const client = inProcessClient();
    for (const kind of ['probabilities', 'log-probabilities', 'other'] as const) {
      const [offer] = await client.call('offer', { ...request, overrides: { logits: kind } });
      assert.equal(offer.found.reading.kind, kind);
    }
    const text = 'loss: tensor([[2.0, 1.0, 0.1]])';
    assert.deepEqual(await client.call('offer', { ...request, text }), []);
  });

  it('is also what a classifier gives beside logits, where its name or the code says so', async () => {
    const client = inProcessClient();
    const kinds = async (text: string, source?: string) =>
      (await client.call('offer', { text, source, detect: 'likely' })).map(({ found }) => found.reading.kind);
    const rows = '[[0.1, 0.9], [0.3, 0.7]]';
    assert.deepEqual(await kinds(`array(${rows})`, 'clf.predict_proba(X)'), ['probabilities']);
    assert.deepEqual(await kinds(`probs: ${rows}`), ['probabilities']);
    assert.deepEqual(await kinds('tensor([[-0.5, -1.2, -2.3]], grad_fn=<LogSoftmaxBackward0>)'), [
      'log-probabilities',
    ]);
    assert.deepEqual(await kinds('tensor([0.3, 0.8, 0.2])', 'torch.sigmoid(logits)'), ['sigmoid-scores']);
    // The numbers alone are not enough, and attention is over positions.
    assert.deepEqual(await kinds(rows), []);
    assert.deepEqual(await kinds(`attn_weights: ${rows}`), []);
    assert.deepEqual(await kinds('labels: tensor([0, 1, 1])'), []);
  });

  it('is every array, with a glance at the first 100: nobody looks at more before opening one', async () => {
    const text = `{${'"logits": [1.5, 2.5], '.repeat(600)}"x": 1}`;
    const offers = await inProcessClient().call('offer', { text, detect: 'likely' });
    assert.equal(offers.length, 600);
    assert.equal(offers.filter(({ preview }) => preview).length, 100);
  });

  it('gathers arrays of one kind, with their labels, and leaves others and a few as they are', async () => {
    const client = inProcessClient();
    const offers = async (text: string) =>
      (await client.call('offer', { text, detect: 'likely' })).map(({ found }) => found);
    const batch = (i: number) =>
      `logits: tensor([[${i}.5, -1.0, 0.25],\n        [0.5, ${i}.25, -2.0]])\nlabels: tensor([0, 1])\n`;
    const [all, ...none] = await offers(Array.from({ length: 40 }, (_, i) => batch(i)).join(''));
    assert.deepEqual(none, []);
    assert.deepEqual(all.shape, [80, 3]);
    assert.deepEqual([...all.array!.data.subarray(234, 240)], [39.5, -1, 0.25, 0.5, 39.25, -2]);
    assert.deepEqual([...all.labels!.values.data.subarray(0, 4)], [0, 1, 0, 1]);
    assert.match(all.reading.evidence[0], /40 arrays of 2×3, one after the other/);
    const [{ summary }] = await client.call('offer', {
      text: Array.from({ length: 4 }, (_, i) => batch(i + 2)).join(''),
      detect: 'likely',
    });
    assert.deepEqual([summary!.rows, summary!.accuracy], [8, 1]);
    assert.equal((await offers(batch(1) + batch(2))).length, 2);
    const mixed = Array.from({ length: 4 }, (_, i) => `${batch(i)}hidden logits: tensor([[1.0, ${i}.5]])\n`);
    assert.deepEqual(
      (await offers(mixed.join(''))).map(({ shape }) => shape[0]),
      [8, 4],
    );
  });
});
