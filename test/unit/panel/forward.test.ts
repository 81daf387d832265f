import assert from 'node:assert/strict';
import { fromNested } from '../../../src/arrays/ndarray';
import { forwardCalls } from '../../../src/panel/forward';
import { createHostClient } from '../../../src/panel/hostClient';
import type { PageAnswer } from '../../../src/panel/pageCalls';
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
    return { client, dispose: () => forward.end() };
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
      /wasn’t kept/,
    );
    for (const session of [others.session, foreign]) {
      await assert.rejects(client.call('batch', { session, settings }), /wasn’t kept/);
      await assert.rejects(client.call('label', { session }), /wasn’t kept/);
      await assert.rejects(client.call('close', { session }), /wasn’t kept/);
    }
    await assert.rejects(client.call('batch', { session: 'x' as never, settings }), /wasn’t kept/);
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
      /Something went wrong/,
    );
    await assert.rejects(client.call('drop', { held: session }), /Something went wrong/);
  });

  it('reach the texts with tokens that the page opened, and no others', async () => {
    const answer = (token: string) => `{"logprobs":[{"token":"${token}","logprob":-0.5}]}`;
    const { client, dispose } = page(-1);
    const foreign = (await worker.call('openTokens', { text: answer('b') }))!.handle;
    const { handle } = (await client.call('openTokens', { text: answer('a') }))!;
    assert.equal((await client.call('tokenRun', { handle, sequence: 0, from: 0, to: 9 })).text, 'a');
    const [own, other] = [handle, foreign].map((one) => ({ handle: one, sequence: 0 }));
    for (const asked of [
      client.call('tokenRun', { ...other, from: 0, to: 1 }),
      client.call('tokenAlternatives', { ...other, place: 0 }),
      client.call('tokenTotals', { ...other, from: 0, to: 1 }),
      client.call('compareTokens', { first: own, second: other }),
      client.call('tokenWhatIf', { ...other, place: 0 }),
      client.call('tokenReport', { ...other, format: 'json' }),
      client.call('closeTokens', { handle: foreign }),
      client.call('openTokens', { held: 4 }),
    ])
      await assert.rejects(asked, /wasn’t kept/);
    await assert.rejects(client.call('findTokens', { text: '' }), /Something went wrong/);
    dispose();
    await assert.rejects(worker.call('tokenTotals', { ...own, from: 0, to: 1 }), /no longer in memory/);
    assert.equal((await worker.call('tokenTotals', { ...other, from: 0, to: 1 })).count, 1);
  });

  describe('where one page follows another in a panel', () => {
    /** What a panel's pages are given one after the other; answers go to whichever stands in it. */
    function panel(held: number): { load(): WorkerClient; end(): void } {
      let receive: ((answer: PageAnswer) => void) | undefined;
      const forward = forwardCalls(worker, (answer) => receive?.(structuredClone(answer)), {
        mayOpen: (other) => other === held,
      });
      const load = () => {
        const loaded = createHostClient((call) => forward.receive(structuredClone(call)));
        ({ receive } = loaded);
        return loaded.client;
      };
      return { load, end: () => forward.end() };
    }
    const isClosed = (session: number) =>
      assert.rejects(worker.call('batch', { session, settings }), /wasn’t kept|no longer/);
    const openArray = (client: WorkerClient) =>
      client.call('open', { array: fromNested([[1, 2, 3]], 'x'), reading: 'logits' });

    it('take no answer to a call of the page before, though both count from 1', async () => {
      const { load } = panel(0);
      const first = load();
      const lost = openArray(first);
      const second = load();
      const opened = await second.call('readLabels', { text: '1', shape: [1, 3] });
      assert.ok('summary' in opened);
      assert.equal(
        await Promise.race([lost.catch(() => 'ended'), Promise.resolve('no answer')]),
        'no answer',
      );
    });

    it('have what the page before opened closed when they load', async () => {
      const { load } = panel(0);
      const { session } = await openArray(load());
      load();
      await isClosed(session);
    });

    it('have what they opened closed when they go, and may come again', async () => {
      const { load, end } = panel(0);
      const { session } = await openArray(load());
      end();
      await isClosed(session);
      assert.equal((await openArray(load())).rows, 1);
    });
  });
});
