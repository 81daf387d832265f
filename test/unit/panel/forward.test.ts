import assert from 'node:assert/strict';
import { fromNested } from '../../../src/arrays/ndarray';
import { forwardCalls } from '../../../src/panel/forward';
import { createHostClient } from '../../../src/panel/hostClient';
import type { WorkerClient } from '../../../src/worker/client';
import { inProcessClient } from '../worker/inProcess';

const text = '{"logits": [2.0, 1.0, 0.1], "label": 0}\n{"logits": [0.5, 2.5, 0.3], "label": 1}\n';
const settings = { temperature: 1 };
const CALLS_OF_A_SESSION = [
  'row',
  'batch',
  'naive',
  'probabilities',
  'perClass',
  'balancedWeights',
  'calibrate',
  'audit',
  'lossReport',
] as const;

describe('a page’s calls to the host’s worker', () => {
  const worker = inProcessClient();
  after(() => worker.dispose());

  const openDump = () =>
    worker.call('openDump', {
      reading: 'logits',
      file: { name: 'rows.jsonl', bytes: new TextEncoder().encode(text) },
      fields: { format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] },
    });

  /** A page to which one held array belongs. */
  function page(held: number): { client: WorkerClient; dispose(): void } {
    const forward = forwardCalls(worker, (response) => receive(structuredClone(response)), {
      mayOpen: (other) => other === held,
    });
    const { client, receive } = createHostClient((message) => forward.receive(structuredClone(message)));
    return { client, dispose: () => forward.dispose() };
  }

  it('reach what the page was given and opened', async () => {
    const { session, rows, classes } = await openDump();
    const { client } = page(session);
    const opened = await client.call('open', {
      reading: 'logits',
      array: { held: session, shape: [rows, classes] },
    });
    const batch = await client.call('batch', { session: opened.session, settings });
    assert.ok(Math.abs(batch.reduced! - 0.3185) < 1e-4);
  });

  it('may ask everything that is asked of an opened array, its ranks included', async () => {
    const { session, rows, classes } = await openDump();
    const { client } = page(session);
    const array = { held: session, shape: [rows, classes] };
    const opened = await client.call('open', { reading: 'logits', array });
    const of = { session: opened.session, settings };
    const { labelRank } = await client.call('ranks', { ...of, row: 1, points: 3 });
    assert.equal(labelRank, 1);
    const answers = CALLS_OF_A_SESSION.map((call) => client.call(call, { ...of, row: 0, k: 2, origin: 'x' }));
    for (const answer of await Promise.all(answers)) assert.ok(answer !== undefined);
  });

  it('are refused for what belongs to another page', async () => {
    const [mine, others] = [await openDump(), await openDump()];
    const array = fromNested([[1, 2]], 'x');
    const { session: foreign } = await worker.call('open', { reading: 'logits', array });
    const { client } = page(mine.session);
    const shape = [2, 3];
    await assert.rejects(
      client.call('open', { reading: 'logits', array: { held: others.session, shape } }),
      /not this page's/,
    );
    for (const session of [others.session, foreign]) {
      await assert.rejects(client.call('batch', { session, settings }), /session \d+ is not this page's/);
      await assert.rejects(client.call('label', { session }), /not this page's/);
      await assert.rejects(client.call('close', { session }), /not this page's/);
    }
    await assert.rejects(client.call('batch', { session: 'x' as never, settings }), /not this page's/);
    assert.equal((await worker.call('batch', { session: foreign, settings })).rows, 1);
  });

  it('do not open files or drop arrays', async () => {
    const { session } = await openDump();
    const { client } = page(session);
    await assert.rejects(
      client.call('openDump', {
        reading: 'logits',
        file: { name: 'x', path: '/etc/passwd' },
        fields: {} as never,
      }),
      /a page may not call "openDump"/,
    );
    await assert.rejects(client.call('drop', { held: session }), /may not call "drop"/);
  });
});
