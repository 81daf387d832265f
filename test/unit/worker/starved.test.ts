// Threads as the extension starts them, in which the engine finds no more memory.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '../../../src/worker/client';
import { spawnWorker } from '../../../src/worker/spawn';
import { GREEDY, withLittleMemory } from './starved';

describe('A worker that runs out of memory', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-starved-'));
  after(() => rmSync(folder, { recursive: true }));

  function clientOf(program: string) {
    const file = path.join(folder, 'worker.js');
    writeFileSync(file, `const { parentPort: p } = require('node:worker_threads');\n${program}`);
    return createClient(
      spawnWorker({ path: () => file, read: () => Promise.reject(new Error('never read')) }),
    );
  }
  const ANSWERS = `p.on('message', ({ id, call, params }) => {
    if (params.session === 1 || params.text === 'long') { ${GREEDY} }
    p.postMessage({ id, result: call });
  });`;
  const RESTARTED = 'Logitscope ran out of memory and was restarted. Look at fewer rows at once.';

  it('ends what was asked of it with one sentence, and the next call starts another', async () => {
    await withLittleMemory(async () => {
      const client = clientOf(`${ANSWERS} p.postMessage('ready');`);
      const close = (session: number) => client.call('close', { session });
      // Whatever waits behind it is lost with it.
      const asked = await Promise.allSettled([close(1), close(2)]);
      for (const one of asked) {
        assert.equal(one.status, 'rejected');
        assert.equal((one.reason as Error).message, RESTARTED);
      }
      assert.equal(await close(2), 'close');
      client.dispose();
    });
  });

  it('over one text costs no other its answer, and is not sent that text again', async () => {
    await withLittleMemory(async () => {
      const client = clientOf(`${ANSWERS} p.postMessage('ready');`);
      const find = (text: string) => client.call('offer', { text, detect: 'likely' });
      const [long, short] = await Promise.allSettled([find('long'), find('short')]);
      assert.equal(((long as PromiseRejectedResult).reason as Error).message, RESTARTED);
      assert.equal((short as PromiseFulfilledResult<unknown>).value, 'offer');
      await assert.rejects(find('long'), { message: RESTARTED });
      client.dispose();
    });
  });

  it('while it starts says so in one sentence', async () => {
    await withLittleMemory(async () => {
      const client = clientOf(GREEDY);
      await assert.rejects(client.call('close', { session: 1 }), {
        message:
          'Logitscope couldn’t start: Not enough memory. Close what is open, or look at fewer rows at once.',
      });
      client.dispose();
    });
  });
});
