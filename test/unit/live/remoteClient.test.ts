import assert from 'node:assert/strict';
import { createRemoteClient } from '../../../src/live/remoteClient';
import { fromNested } from '../../../src/arrays/ndarray';
import { inProcessClient } from '../worker/inProcess';

describe('an array that stays where it is', () => {
  it('is not said to be without problems: it says that none were looked for', async () => {
    const client = createRemoteClient(
      () => Promise.reject(new Error('not asked')),
      [2, 3],
      inProcessClient(),
    );
    const { session } = await client.call('open', { reading: 'logits', array: { held: 1, shape: [2, 3] } });
    const found = await client.call('audit', { session, settings: { temperature: 1 } });
    assert.deepEqual(
      found.map(({ severity, message }) => [severity, message]),
      [['info', 'Only whole arrays are checked for problems.']],
    );
  });

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
    assert.deepEqual(asked, [1, 300, 1]);
  });

  it('answers for the row and the labels that were asked about, whichever answer comes last', async () => {
    const waiting: { row: number; answer: () => void }[] = [];
    const client = createRemoteClient(
      (request) =>
        new Promise((resolve) => {
          const { row, k } = request as { row: number; k: number };
          const logits = Float64Array.of(3 + row, 2, 1).slice(0, k);
          const log1pTail = Math.log1p(Math.exp(-1 - row) + Math.exp(-2 - row));
          const figures = { largest: 3 + row, log1pTail, logSumExp: 3 + row + log1pTail };
          const answer = { row, classes: [0, 1, 2].slice(0, k), logits: [...logits], ...figures };
          waiting.push({ row, answer: () => resolve({ ...answer, entropy: 0, margin: 0, loss: 1 }) });
        }),
      [2, 3],
      inProcessClient(),
    );
    const { session } = await client.call('open', { reading: 'logits', array: { held: 1, shape: [2, 3] } });
    const settings = { temperature: 1 };
    await client.call('label', { session, labels: fromNested([2, 2], 'labels') });
    const rows = [0, 1].map((row) => client.call('ranks', { session, settings, row, points: 3 }));
    const detail = client.call('row', { session, settings, row: 0, k: 3 });
    await client.call('label', { session, labels: fromNested([1, 1], 'labels') });
    while (waiting.length > 0) {
      waiting.pop()!.answer();
      await new Promise(setImmediate);
    }
    const curves = await Promise.all(rows);
    assert.deepEqual(
      curves.map(({ row, labelRank }) => [row, labelRank]),
      [
        [0, 3],
        [1, 3],
      ],
    );
    for (const { row, probabilities } of curves)
      assert.ok(Math.abs(probabilities[0] - 1 / (1 + Math.exp(-1 - row) + Math.exp(-2 - row))) < 1e-12);
    assert.equal((await detail).label, 2);
  });

  it('has the ranks of a row brought again once the array has changed under its name', async () => {
    let largest = 4;
    const client = createRemoteClient(
      (request) => {
        const { k } = request as { k: number };
        const log1pTail = Math.log1p(Math.exp(-largest));
        const figures = { largest, log1pTail, logSumExp: largest + log1pTail, entropy: 0, margin: 0 };
        return Promise.resolve({
          row: 0,
          classes: [0, 1].slice(0, k),
          logits: [largest, 0].slice(0, k),
          ...figures,
        });
      },
      [1, 2],
      inProcessClient(),
    );
    const { session } = await client.call('open', { reading: 'logits', array: { held: 1, shape: [1, 2] } });
    for (largest of [4, 2]) {
      const curve = await client.call('ranks', { session, settings: { temperature: 1 }, row: 0, points: 2 });
      assert.ok(Math.abs(curve.probabilities[0] - 1 / (1 + Math.exp(-largest))) < 1e-12);
    }
  });

  /** A cluster that answers when told to, and a worker that knows one sample. */
  function onCluster() {
    const asked: AbortSignal[] = [];
    const answers: (() => void)[] = [];
    const opened: unknown[] = [];
    let known = 0;
    const local = {
      call(call: string, params: { session: number; classNames?: string[] }) {
        opened.push(call);
        if (call === 'openSample') return Promise.resolve({ session: ++known });
        if (call === 'evaluationOfPieces') return Promise.resolve({ summary: params.classNames });
        return params.session === known ? Promise.resolve(call) : Promise.reject(new Error('gone'));
      },
      restart: () => (known = 100),
    };
    const client = createRemoteClient(
      (_, { signal }) =>
        new Promise((resolve, reject) => {
          asked.push(signal!);
          answers.push(() => resolve({}));
          signal!.addEventListener('abort', () => reject(signal!.reason as Error));
        }),
      [2, 3],
      local as never,
    );
    return { client, asked, answers, local, opened };
  }
  const open = { reading: 'logits', array: { held: 1, shape: [2, 3] } } as const;
  const settings = { temperature: 1 };

  it('goes on drawing rows for a second caller when the first one leaves', async () => {
    const { client, asked, answers } = onCluster();
    const { session } = await client.call('open', open);
    const aborter = new AbortController();
    const first = client.call('calibrationMethods', { session, settings }, { signal: aborter.signal });
    const second = client.call('conformalSets', { session, settings } as never);
    aborter.abort(new Error('no longer wanted'));
    await assert.rejects(first, /no longer wanted/);
    answers[0]();
    assert.equal(await second, 'conformalSets');
    assert.equal(asked.length, 1);
  });

  it('draws rows anew once the worker that held them is gone', async () => {
    const { client, asked, answers, local } = onCluster();
    const { session } = await client.call('open', open);
    const first = client.call('calibrationMethods', { session, settings });
    answers[0]();
    await first;
    local.restart();
    await assert.rejects(client.call('calibrationMethods', { session, settings }), /gone/);
    const again = client.call('calibrationMethods', { session, settings });
    answers[1]();
    assert.equal(await again, 'calibrationMethods');
    assert.equal(asked.length, 2);
  });

  it('names the classes as they are called now, without evaluating the rows again', async () => {
    const { client, asked, answers } = onCluster();
    const { session } = await client.call('open', open);
    const first = client.call('evaluationSummary', { session, settings, classNames: ['a', 'b', 'c'] });
    answers[0]();
    assert.deepEqual(await first, ['a', 'b', 'c']);
    const renamed = { session, settings, classNames: ['d', 'e', 'f'] };
    assert.deepEqual(await client.call('evaluationSummary', renamed), ['d', 'e', 'f']);
    await client.call('temperatureSummary', { session, settings });
    assert.equal(asked.length, 1);
  });
});
