import assert from 'node:assert/strict';
import { preloadInspector } from '../../../src/renderer/preload';
import type { WorkerClient } from '../../../src/worker/client';
import { inProcessClient } from '../worker/inProcess';

describe('The worker that opens arrays', () => {
  const client = inProcessClient();
  after(() => {
    client.dispose();
    Reflect.deleteProperty(globalThis, 'requestIdleCallback');
  });

  it('rehearses once, when the page is idle, what a click asks; all is answered, and nothing stays open', async () => {
    const idle: (() => void)[] = [];
    Object.assign(globalThis, { requestIdleCallback: (then: () => void) => idle.push(then) });
    const answers: { name: string; answer: Promise<unknown> }[] = [];
    const call = ((...asked: Parameters<WorkerClient['call']>) => {
      const answer = client.call(...asked);
      answers.push({ name: asked[0], answer });
      return answer;
    }) as WorkerClient['call'];
    const recording = { ...client, call };
    preloadInspector(recording);
    preloadInspector(recording);
    assert.deepEqual([idle.length, answers.length], [1, 0]);
    idle[0]();
    while (answers.at(-1)?.name !== 'close') await new Promise(setImmediate);
    const names = answers.map(({ name }) => name);
    assert.deepEqual(names, ['open', 'row', 'rows', 'batch', 'naive', 'audit', 'close']);
    const [opened] = await Promise.all(answers.map(({ answer }) => answer));
    const { session } = opened as { session: number };
    await assert.rejects(client.call('row', { session, settings: { temperature: 1 }, row: 0, k: 10 }));
  });
});
