import assert from 'node:assert/strict';
import { createClient } from '../../../src/worker/client';
import { createTexts } from '../../../src/worker/texts';
import { threads } from './threads';

/** Answers a text with itself, but `hang…` never, `slow…` after a while of work, and `die…` by dying. */
const READER = `
  const { text } = m.params;
  if (text.startsWith('hang')) for (;;);
  if (text.startsWith('die')) process.exit(3);
  const until = Date.now() + (text.startsWith('slow') ? 900 : 0);
  while (Date.now() < until);
  p.postMessage({ id: m.id, result: [text] })`;

const patience = { waitMs: 300, deadlineMs: () => 1_500 };
const short = { waitMs: 50, deadlineMs: () => 400 };

describe('the reading of texts', () => {
  it('starts no worker before the first text, and one for texts that are quick', async () => {
    const { spawn, started } = threads(READER);
    const client = createTexts(spawn, { waitMs: 5_000, deadlineMs: () => 10_000 });
    assert.equal(started(), 0);
    const texts = Array.from({ length: 30 }, (_, i) => `text ${i}`);
    assert.deepEqual(
      await Promise.all(texts.map((text) => client.call('find', { text }))),
      texts.map((text) => [text]),
    );
    assert.equal(started(), 1);
    client.dispose();
  });

  it('answers every other text while one is stuck, and gives that one up at its deadline', async () => {
    const { spawn } = threads(READER);
    const client = createTexts(spawn, patience);
    const stuck = client.call('find', { text: 'hang' });
    let gaveUp = false;
    const ended = assert
      .rejects(stuck, /gave up reading this text because it took too long/)
      .then(() => (gaveUp = true));
    const others = Array.from({ length: 29 }, (_, i) => client.call('find', { text: `text ${i}` }));
    assert.equal((await Promise.all(others)).length, 29);
    assert.equal(gaveUp, false, 'the others did not wait for the deadline');
    await ended;
    client.dispose();
  });

  it('waits for a text again where the machine had no time for it, but not for ever', async () => {
    const { spawn } = threads(READER);
    let spent = 0;
    const client = createTexts(spawn, { waitMs: 50, deadlineMs: () => 400, processorMs: () => spent });
    assert.deepEqual(await client.call('find', { text: 'slow' }), ['slow']);
    const begun = Date.now();
    await assert.rejects(client.call('find', { text: 'hang 1' }), /took too long/);
    assert.ok(Date.now() - begun >= 3 * 395, String(Date.now() - begun));
    const stuck = client.call('find', { text: 'hang 2' });
    spent = 100;
    await assert.rejects(stuck, /took too long/);
    client.dispose();
  });

  it('starts no second worker because the first takes long to start, or this thread is busy', async () => {
    const { spawn, started } = threads(READER);
    const late: typeof spawn = async (events) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return spawn(events);
    };
    const client = createTexts(late, { waitMs: 50, deadlineMs: () => 10_000 });
    const read = (text: string) => client.call('find', { text });
    await Promise.all(['a', 'b', 'c'].map(read));
    assert.equal(started(), 1);
    // What took 100 ms to start may read for 400 ms before another is worth it.
    const answered = Promise.all(['d', 'e', 'f'].map(read));
    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setTimeout(resolve));
      const until = Date.now() + 300;
      while (Date.now() < until);
    }
    await answered;
    assert.equal(started(), 1);
    client.dispose();
  });

  it('gives a slow text its answer though others overtook it', async () => {
    const { spawn } = threads(READER);
    const client = createTexts(spawn, patience);
    const order: string[] = [];
    const read = (text: string) => client.call('find', { text }).then(() => order.push(text));
    await Promise.all([read('slow'), read('a'), read('b')]);
    assert.deepEqual(order, ['a', 'b', 'slow']);
    client.dispose();
  });

  it('does not read a text again that it gave up, and reads one of the same length', async () => {
    const { spawn, started } = threads(READER);
    const client = createTexts(spawn, short);
    await assert.rejects(client.call('find', { text: 'hang 1' }), /took too long/);
    const before = started();
    await assert.rejects(client.call('offer', { text: 'hang 1', detect: 'likely' }), /took too long/);
    assert.equal(started(), before);
    assert.deepEqual(await client.call('find', { text: 'text 1' }), ['text 1']);
    client.dispose();
  });

  it('loses only the text that ended its worker, remembers it, and says why', async () => {
    const { spawn } = threads(READER);
    const client = createTexts(spawn, patience);
    const dies = client.call('find', { text: 'die' });
    const others = ['a', 'b', 'c'].map((text) => client.call('find', { text }));
    await assert.rejects(dies, /exit 3/);
    assert.deepEqual(await Promise.all(others), [['a'], ['b'], ['c']]);
    await assert.rejects(client.call('find', { text: 'die' }), /exit 3/);
    client.dispose();
  });

  it('reads what a pointer rests on before what waits', async () => {
    const { spawn } = threads(READER);
    const client = createTexts(spawn, { waitMs: 60_000, deadlineMs: () => 60_000 });
    const order: string[] = [];
    const first = client.call('find', { text: 'slow' });
    const waiting = client.call('find', { text: 'waiting' }).then(() => order.push('waiting'));
    const pointed = client.call('findAt', { text: 'pointed', offset: 0 }).then(() => order.push('pointed'));
    await Promise.all([first, waiting, pointed]);
    assert.deepEqual(order, ['pointed', 'waiting']);
    client.dispose();
  });

  it('settles every call when it is shut down: waiting, being read and set aside', async () => {
    const { spawn } = threads(READER);
    const client = createTexts(spawn, patience);
    const calls = ['hang 1', 'hang 2', 'hang 3', 'hang 4', 'hang 5', 'last'].map((text) =>
      client.call('find', { text }),
    );
    const settled = Promise.allSettled(calls);
    await new Promise((resolve) => setTimeout(resolve, 700));
    client.dispose();
    for (const { status } of await settled) assert.equal(status, 'rejected');
    await assert.rejects(client.call('find', { text: 'a' }), /shut down/);
  });

  it('drops a text that nobody waits for any more', async () => {
    const { spawn } = threads(READER);
    const client = createTexts(spawn, patience);
    const aborter = new AbortController();
    const dropped = client.call('find', { text: 'slow' }, { signal: aborter.signal });
    const queued = client.call('find', { text: 'x' }, { signal: aborter.signal });
    const kept = client.call('find', { text: 'kept' });
    aborter.abort(new Error('no longer wanted'));
    await assert.rejects(dropped, /no longer wanted/);
    await assert.rejects(queued, /no longer wanted/);
    assert.deepEqual(await kept, ['kept']);
    client.dispose();
  });

  it('remembers code that it gave up by all of its files', async () => {
    const { spawn } = threads(
      `if (m.params.files[0].text === 'hang') for (;;); p.postMessage({ id: m.id, result: [] })`,
    );
    const client = createTexts(spawn, short);
    const check = (...texts: string[]) =>
      client.call('checkLossCode', { files: texts.map((text, i) => ({ uri: `${i}.py`, text })) });
    await assert.rejects(check('hang', 'a'), /took too long/);
    await assert.rejects(check('hang', 'a'), /took too long/);
    assert.deepEqual(await check('fine', 'a'), []);
    client.dispose();
  });

  it('leaves opened arrays alone when a text ends its worker', async () => {
    const { spawn, started } = threads(
      `if (m.call === 'find') process.exit(3); globalThis.asked = (globalThis.asked ?? 0) + 1;
       p.postMessage({ id: m.id, result: asked })`,
    );
    const client = createClient(spawn);
    const close = () => client.call('close', { session: 1 }) as Promise<unknown>;
    assert.equal(await close(), 1);
    await assert.rejects(client.call('find', { text: 'x' }), /exit 3/);
    assert.equal(await close(), 2, 'the same worker');
    assert.equal(started(), 2);
    client.dispose();
  });
});
