import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { heldBytes } from '../../../src/mcp/heldBytes';
import { createServer } from '../../../src/mcp/server';
import { turns } from '../../../src/mcp/turns';
import { inProcessClient } from '../worker/inProcess';

const never = () => new AbortController().signal;

describe('turns', () => {
  it('are taken by so many at once, in the order in which they came, whether or not one fails', async () => {
    const inTurn = turns(3);
    const begun: number[] = [];
    let [running, most] = [0, 0];
    const all = await Promise.allSettled(
      Array.from({ length: 50 }, (_, at) =>
        inTurn(async () => {
          begun.push(at);
          most = Math.max(most, ++running);
          await new Promise(setImmediate);
          running--;
          if (at % 7 === 3) throw new Error(`no ${at}`);
          return at;
        }, never()),
      ),
    );
    assert.equal(most, 3);
    assert.deepEqual(begun, Array.from(begun.keys()));
    all.forEach((one, at) =>
      assert.equal(
        one.status === 'fulfilled' ? one.value : (one.reason as Error).message,
        at % 7 === 3 ? `no ${at}` : at,
      ),
    );
  });

  it('are left by who no longer waits, and taken by the next', async () => {
    const inTurn = turns(1);
    let release!: () => void;
    const first = inTurn(() => new Promise<void>((resolve) => (release = resolve)), never());
    const leaving = new AbortController();
    const second = inTurn(() => Promise.reject(new Error('ran')), leaving.signal);
    const third = inTurn(() => Promise.resolve('third'), never());
    leaving.abort(new Error('left'));
    await assert.rejects(second, { message: 'left' });
    await assert.rejects(
      inTurn(() => Promise.resolve(), leaving.signal),
      { message: 'left' },
    );
    release();
    await first;
    assert.equal(await third, 'third');
  });

  it('are waited for by so many bytes, and by one that has more where nothing else waits', async () => {
    const inTurn = turns(1, 100);
    let release!: () => void;
    const first = inTurn(() => new Promise<void>((resolve) => (release = resolve)), never(), 1000);
    const begun: string[] = [];
    const ask = (name: string, bytes: number, signal = never()) =>
      inTurn(() => Promise.resolve(void begun.push(name)), signal, bytes);
    const leaving = new AbortController();
    const large = ask('large', 500, leaving.signal);
    await assert.rejects(ask('refused', 1), {
      message: 'Too many requests are waiting. Try again when earlier ones are answered.',
    });
    leaving.abort(new Error('left'));
    await assert.rejects(large, { message: 'left' });
    const waiting = [ask('half', 50), ask('other half', 50)];
    await assert.rejects(ask('refused', 1), /^Error: Too many requests/);
    release();
    await Promise.all([first, ...waiting]);
    await ask('later', 100);
    assert.deepEqual(begun, ['half', 'other half', 'later']);
  });
});

describe('What a value of JSON holds', () => {
  const limit = 1 << 20;

  it('is about its texts and numbers, wherever they stand', () => {
    const text = 'x'.repeat(1000);
    const numbers = Array.from({ length: 1000 }, (_, i) => i / 3);
    for (const [value, least, most] of [
      [{ text }, 1000, 1100],
      [[[text], { [text]: text }], 3000, 3200],
      [{ values: numbers }, 8000, 8100],
      [[numbers, numbers.map(String)], 8000 + 16_000, 8000 + 40_000],
      [undefined, 0, 16],
    ] as const) {
      const bytes = heldBytes(value, limit);
      assert.ok(bytes >= least && bytes <= most, `${bytes}, not ${least} to ${most}`);
    }
  });

  it('is counted to the limit alone, however deep it is nested', () => {
    let deep: unknown = [];
    for (let i = 0; i < 200_000; i++) deep = [deep];
    const bytes = heldBytes(deep, limit);
    assert.ok(bytes >= limit && bytes < 2 * limit, String(bytes));
  });
});

describe('An MCP server that is asked a hundred questions at once', () => {
  it('answers each, and opens no more than a few at a time', async () => {
    const own = inProcessClient();
    let [open, most] = [0, 0];
    const counting: typeof own = {
      ...own,
      async call(call, params, options) {
        if (call === 'open') most = Math.max(most, ++open);
        if (call === 'close') open--;
        return own.call(call, params, options);
      },
    };
    const server = createServer(counting, '0.0.0', process.cwd());
    const client = new Client({ name: 'test', version: '0' });
    const [one, other] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.connect(one), client.connect(other)]);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        client.callTool({
          name: 'logitscope_loss',
          arguments: { values: [[at + 0.5, 0]], labels: [0] },
        }),
      ),
    );
    answers.forEach(({ structuredContent }, at) => {
      const { loss } = structuredContent as { loss: number };
      const expected = Math.log1p(Math.exp(-at - 0.5));
      assert.ok(Math.abs(loss - expected) <= 1e-5 * expected, `${at}: ${loss}, not ${expected}`);
    });
    assert.ok(most >= 1 && most <= 8, String(most));
    assert.equal(open, 0);
    await client.close();
  });
});
