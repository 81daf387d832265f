import assert from 'node:assert/strict';
import { fromNested } from '../../../src/arrays/ndarray';
import { forwardCalls } from '../../../src/panel/forward';
import { createHostClient } from '../../../src/panel/hostClient';
import { isPageAnswer, isPageCall, type PageAnswer, type PageCall } from '../../../src/panel/pageCalls';
import type { WorkerClient } from '../../../src/worker/client';
import { inProcessClient } from '../worker/inProcess';

const BEAT_MS = 5;
const array = fromNested([[1, 2, 3]], 'x');
const settings = { temperature: 1 };

describe('messages between a page and its host that are lost', () => {
  const worker = inProcessClient();
  after(() => worker.dispose());

  /** A page and its host; what passes is told, and what does not is lost. */
  function connected(passes: (message: PageCall | PageAnswer) => boolean, host: WorkerClient = worker) {
    const sent: (PageCall | PageAnswer)[] = [];
    const pass = (message: PageCall | PageAnswer) => {
      sent.push(message);
      return passes(message);
    };
    const forward = forwardCalls(
      host,
      (answer) => {
        assert.ok(isPageAnswer(answer));
        if (pass(answer)) setTimeout(() => page.receive(structuredClone(answer)));
      },
      { mayOpen: () => true },
    );
    const page = createHostClient((call) => {
      assert.ok(isPageCall(call));
      if (pass(call)) setTimeout(() => forward.receive(structuredClone(call)));
    }, BEAT_MS);
    return { client: page.client, forward, sent };
  }
  const isCall = (message: PageCall | PageAnswer, call: string) =>
    'message' in message &&
    message.message !== undefined &&
    'call' in message.message &&
    message.message.call === call;
  const isAnswer = (message: PageCall | PageAnswer) =>
    'message' in message && message.message !== undefined && 'result' in message.message;
  /** Loses the first so many of some messages. */
  const losing =
    (count: number, which: (message: PageCall | PageAnswer) => boolean) => (message: PageCall | PageAnswer) =>
      !which(message) || count-- <= 0;

  it('are asked again, and the call is answered: of a question, of an answer, of the asking itself', async () => {
    for (const passes of [
      losing(1, (message) => isCall(message, 'open')),
      losing(1, isAnswer),
      losing(1, (message) => isCall(message, 'batch')),
      losing(4, (message) => 'waiting' in message || 'unknown' in message || isCall(message, 'open')),
    ]) {
      const { client, forward } = connected(passes);
      const { session } = await client.call('open', { array, reading: 'logits' });
      const labels = fromNested([0], 'labels');
      await client.call('label', { session, labels });
      const { reduced } = await client.call('batch', { session, settings });
      // log(e + e² + e³) - 1
      assert.ok(Math.abs(reduced! - 2.40760596) < 1e-7);
      forward.end();
    }
  });

  it('fail with a sentence where they are lost again, and the next call works', async () => {
    const { client, forward } = connected(losing(2, (message) => isCall(message, 'open')));
    await assert.rejects(client.call('open', { array, reading: 'logits' }), {
      message: 'The answer was lost. Try again.',
    });
    assert.equal((await client.call('open', { array, reading: 'logits' })).rows, 1);
    forward.end();
  });

  it('fail with a sentence where the host is gone', async () => {
    const { client } = connected(() => false);
    const calls = [1, 2].map(() => client.call('open', { array, reading: 'logits' }));
    for (const call of calls)
      await assert.rejects(call, {
        message: 'Logitscope isn’t responding. Close this view and open it again.',
      });
  });

  it('are not looked for in a call that takes long: it is asked once, and no more is said when it has ended', async () => {
    let answer!: (result: { session: number }) => void;
    const slow = { call: () => new Promise((resolve) => (answer = resolve)), dispose: () => undefined };
    const { client, sent, forward } = connected(() => true, slow as unknown as WorkerClient);
    const opened = client.call('open', { array, reading: 'logits' });
    const beats = () => sent.filter((message) => 'waiting' in message).length;
    // More than a host that says nothing is given.
    while (beats() < 20) await new Promise((resolve) => setTimeout(resolve, BEAT_MS));
    answer({ session: 7 });
    assert.equal((await opened).session, 7);
    assert.equal(sent.filter((message) => isCall(message, 'open')).length, 1);
    const last = beats();
    await new Promise((resolve) => setTimeout(resolve, 4 * BEAT_MS));
    assert.equal(beats(), last);
    forward.end();
  });
});
