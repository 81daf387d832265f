import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createLane } from '../../../src/worker/lane';
import { spawnWorker } from '../../../src/worker/spawn';
import { threads } from './threads';

const question = { text: '' };

describe('a worker', () => {
  it('starts no worker before the first call, and one for all calls', async () => {
    const { spawn, started } = threads('p.postMessage({ id: m.id, result: [m.id] })');
    const client = createLane(spawn, 60_000);
    assert.equal(started(), 0);
    assert.deepEqual(await Promise.all([client.call('find', question), client.call('find', question)]), [
      [1],
      [2],
    ]);
    assert.equal(started(), 1);
    client.dispose();
  });

  it("rejects a call with the worker's own message", async () => {
    const { spawn } = threads(`p.postMessage({ id: m.id, error: 'labels[0] is 7' })`);
    const client = createLane(spawn, 60_000);
    await assert.rejects(client.call('find', question), { message: 'labels[0] is 7' });
    client.dispose();
  });

  it('keeps nothing of a call that was answered or refused, however long its signal lives', async () => {
    const { spawn } = threads(
      `p.postMessage(m.params.text === 'no' ? { id: m.id, error: 'no' } : { id: m.id, result: [] })`,
    );
    const client = createLane(spawn, 60_000);
    const { signal } = new AbortController();
    for (const text of ['yes', 'no', 'yes'])
      await client.call('find', { text }, { signal }).catch(() => undefined);
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
    client.dispose();
  });

  it('asks the next worker where one ends in the moment of a call', async () => {
    const ends: (() => void)[] = [];
    const client = createLane(({ onMessage, onError }) => {
      let ended = false;
      ends.push(() => {
        ended = true;
        onError('ended');
      });
      return {
        post: (request) => {
          if (!ended && 'id' in request) onMessage({ id: request.id, result: [ends.length] });
        },
        terminate: () => undefined,
      };
    }, Infinity);
    assert.deepEqual(await client.call('find', question), [1]);
    const asked = client.call('find', question);
    ends[0]();
    assert.deepEqual(await asked, [2]);
    client.dispose();
  });

  it('ends a worker that runs away, says so, and starts another for the next call', async () => {
    const { spawn, started } = threads(
      `if (m.params.text === 'hang') for (;;); p.postMessage({ id: m.id, result: [] })`,
    );
    const client = createLane(spawn, 300);
    await assert.rejects(
      client.call('find', { text: 'hang' }),
      /Logitscope stopped responding and was restarted/,
    );
    assert.deepEqual(await client.call('find', question), []);
    assert.equal(started(), 2);
    client.dispose();
  });

  it('ends a stuck worker even while calls keep coming', async () => {
    const { spawn } = threads('for (;;);');
    const client = createLane(spawn, 300);
    const open = [client.call('find', question)];
    const more = setInterval(() => open.push(client.call('find', question)), 100);
    setTimeout(() => clearInterval(more), 250);
    for (const call of open) await assert.rejects(call, /stopped responding and was restarted/);
    client.dispose();
  });

  it('survives a worker that dies, and rejects every open call with the reason', async () => {
    const { spawn, started } = threads(
      `if (m.params.text === 'die') process.exit(3); p.postMessage({ id: m.id, result: [] })`,
    );
    const client = createLane(spawn, 60_000);
    const open = [client.call('find', { text: 'die' }), client.call('find', question)];
    for (const call of open) await assert.rejects(call, /exit 3/);
    assert.deepEqual(await client.call('find', question), []);
    assert.equal(started(), 2);
    client.dispose();
  });

  it('drops a call that was aborted and answers the others', async () => {
    const { spawn } = threads('setTimeout(() => p.postMessage({ id: m.id, result: [] }), 20)');
    const client = createLane(spawn, 60_000);
    const aborter = new AbortController();
    const dropped = client.call('find', question, { signal: aborter.signal });
    const kept = client.call('find', question);
    setTimeout(() => aborter.abort(new Error('no longer wanted')), 5);
    await assert.rejects(dropped, /no longer wanted/);
    assert.deepEqual(await kept, []);
    client.dispose();
  });

  it('tells the worker that a call was aborted, so that a long one can stop', async () => {
    const { spawn } = threads(
      `globalThis.told ??= []; if ('cancel' in m) told.push(m.cancel); else if (m.params.text) p.postMessage({ id: m.id, result: told })`,
    );
    const client = createLane(spawn, 60_000);
    const aborter = new AbortController();
    const long = client.call('find', question, { signal: aborter.signal });
    setTimeout(() => aborter.abort(new Error('no longer wanted')), 5);
    await assert.rejects(long, /no longer wanted/);
    assert.deepEqual(await client.call('find', { text: 'told?' }), [1]);
    client.dispose();
  });

  it('closes what a call opened that was aborted just before', async () => {
    const opened = {
      open: { session: 7 },
      openFile: { file: 8 },
      openTokens: { handle: 9 },
      openSample: { session: 77 },
    };
    const { spawn } = threads(
      `globalThis.told ??= []; const opened = ${JSON.stringify(opened)}; if ('cancel' in m) return;
       if (m.call === 'find') p.postMessage({ id: m.id, result: told });
       else if (opened[m.call]) setTimeout(() => p.postMessage({ id: m.id, result: opened[m.call] }), 30);
       else told.push([m.call, m.params])`,
    );
    const client = createLane(spawn, 60_000);
    await client.call('find', question);
    for (const call of ['open', 'openFile', 'openTokens', 'openSample'] as const) {
      const aborter = new AbortController();
      const dropped = client.call(call, {} as never, { signal: aborter.signal });
      setTimeout(() => aborter.abort(new Error('no longer wanted')), 5);
      await assert.rejects(dropped, /no longer wanted/);
    }
    const kept = await client.call('open', {} as never);
    assert.deepEqual(kept, opened.open);
    assert.deepEqual(await client.call('find', question), [
      ['close', { session: 7 }],
      ['closeFile', { file: 8 }],
      ['closeTokens', { handle: 9 }],
      ['close', { session: 77 }],
    ]);
    client.dispose();
  });

  it('hands on progress, and takes it for a sign of life', async () => {
    const { spawn } = threads(
      `for (let i = 1; i <= 4; i++) setTimeout(() => p.postMessage({ id: m.id, progress: { done: i, total: 4 } }), i * 400);
       setTimeout(() => p.postMessage({ id: m.id, result: [] }), 2000)`,
    );
    const client = createLane(spawn, 1200);
    const seen: number[] = [];
    await client.call('find', question, { onProgress: ({ done }) => seen.push(done) });
    assert.deepEqual(seen, [1, 2, 3, 4]);
    client.dispose();
  });

  it('takes no message for an answer that is none', async () => {
    const { spawn } = threads(
      `p.postMessage('noise'); p.postMessage({ id: 99, result: 1 }); p.postMessage({ id: m.id, result: [] })`,
    );
    const client = createLane(spawn, 60_000);
    assert.deepEqual(await client.call('find', question), []);
    client.dispose();
  });

  it('says why a worker could not start, and tries again at the next call', async () => {
    let tries = 0;
    const client = createLane(() => {
      tries++;
      throw new Error('blocked by policy');
    }, 60_000);
    await assert.rejects(client.call('find', question), /couldn’t start: blocked by policy/);
    await assert.rejects(client.call('find', question), /couldn’t start: blocked by policy/);
    assert.equal(tries, 2);
  });

  it('keeps what the log needs of a start that failed', async () => {
    const client = createLane(() => Promise.reject(new TypeError('no such file')), 60_000);
    const error = await client.call('find', question).then(
      () => undefined,
      (reason: Error) => reason,
    );
    assert.equal(error?.message, 'Logitscope couldn’t start. See its output channel for details.');
    assert.match(String(error?.cause), /TypeError: no such file\n {4}at /);
  });

  it('says that its program is gone, as after an update, and shows no place where it was', async () => {
    const gone = () =>
      spawnWorker({ path: () => '/nowhere/worker.js', read: () => Promise.reject(new Error()) });
    const client = createLane(gone(), 60_000);
    await assert.rejects(client.call('find', question), {
      message: 'A Logitscope file is missing. Reload the window, or reinstall Logitscope.',
    });
    client.dispose();
  });

  it('gives up a worker that gives no sign, and one that starts when it is disposed', async () => {
    const never = () => new Promise<never>(() => undefined);
    const client = createLane(never, 60_000, 30);
    await assert.rejects(client.call('find', question), /couldn’t start: its worker didn’t respond/);
    const other = createLane(never, 60_000);
    const open = client.call('find', question);
    const waiting = other.call('find', question);
    client.dispose();
    other.dispose();
    for (const call of [open, waiting]) await assert.rejects(call, { message: 'Logitscope was shut down.' });
  });

  it('rejects open and later calls once disposed', async () => {
    const { spawn } = threads('');
    const client = createLane(spawn, 60_000);
    const open = client.call('find', question);
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.dispose();
    await assert.rejects(open, /Logitscope was shut down/);
    await assert.rejects(client.call('find', question), /Logitscope was shut down/);
  });
});
