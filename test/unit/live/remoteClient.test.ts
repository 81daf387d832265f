import assert from 'node:assert/strict';
import { createRemoteClient } from '../../../src/live/remoteClient';
import { fromNested } from '../../../src/arrays/ndarray';
import { inProcessClient } from '../worker/inProcess';

describe('an array that stays where it is', () => {
  it('has its ranks brought once a row: another temperature asks for the log-sum-exp alone', async () => {
    const logits = Array.from({ length: 300 }, (_, i) => 5 * Math.sin(i * i));
    const order = logits.map((_, i) => i).sort((a, b) => logits[b] - logits[a]);
    const asked: number[] = [];
    const client = createRemoteClient(
      (request) => {
        const { row, k, settings } = request as { row: number; k: number; settings: { temperature: number } };
        asked.push(k);
        const scaled = logits.map((x) => x / settings.temperature);
        const largest = Math.max(...scaled);
        const sum = scaled.reduce((total, x) => total + Math.exp(x - largest), 0);
        return Promise.resolve({
          row,
          classes: order.slice(0, k),
          logits: order.slice(0, k).map((c) => logits[c]),
          largest,
          log1pTail: Math.log(sum),
          logSumExp: largest + Math.log(sum),
          entropy: 1,
          margin: 1,
        });
      },
      [1, 300],
      inProcessClient(),
    );
    const { session } = await client.call('open', { reading: 'logits', array: { held: 1, shape: [1, 300] } });
    await client.call('label', { session, labels: fromNested([order[199]], 'labels') });
    for (const temperature of [1, 0.5]) {
      const settings = { temperature };
      const curve = await client.call('ranks', { session, settings, row: 0, points: 20 });
      const local = inProcessClient();
      const opened = await local.call('open', { reading: 'logits', array: fromNested([logits], 'logits') });
      await local.call('label', { session: opened.session, labels: fromNested([order[199]], 'labels') });
      const own = await local.call('ranks', { session: opened.session, settings, row: 0, points: 20 });
      assert.deepEqual([...curve.rank], [...own.rank]);
      assert.deepEqual([...curve.classes], [...own.classes]);
      assert.equal(curve.labelRank, 200);
      own.probabilities.forEach((p, i) => assert.ok(Math.abs(curve.probabilities[i] / p - 1) < 1e-12));
    }
    assert.deepEqual(asked, [300, 1, 1]);
  });
});
