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
});
