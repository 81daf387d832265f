import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { Kernel, KernelStatus } from '@vscode/jupyter-extension';
import { followKernel } from '../../../src/live/followKernel';

/** A kernel that says what it does, and whoever listens. */
function kernelOf(status: KernelStatus) {
  const listeners = new Set<(status: KernelStatus) => void>();
  const kernel = {
    status,
    onDidChangeStatus(heard: (status: KernelStatus) => void) {
      listeners.add(heard);
      return { dispose: () => listeners.delete(heard) };
    },
  };
  const become = async (next: KernelStatus) => {
    kernel.status = next;
    for (const heard of [...listeners]) heard(next);
    await settled();
  };
  return { kernel: kernel as unknown as Kernel, become, listeners };
}

const settled = () => new Promise(setImmediate);
const pass = async (ms: number) => {
  mock.timers.tick(ms);
  await settled();
};

/** A panel that follows a kernel, and what became of it. */
async function following(first: ReturnType<typeof kernelOf>) {
  const said: string[] = [];
  const asked: { signal: AbortSignal; answer(isThere: boolean): Promise<void> }[] = [];
  let { kernel } = first;
  let run: (() => void) | undefined;
  const follower = followKernel(
    {
      kernel: () => Promise.resolve(kernel),
      onRun(heard) {
        run = heard;
        return { dispose: () => (run = undefined) };
      },
    },
    'logits',
    { setGone: (why) => said.push(why ?? 'there'), hasRun: () => said.push('ran') },
    (signal) =>
      new Promise<void>((resolve, reject) => {
        const answer = async (isThere: boolean) => {
          if (isThere) resolve();
          else reject(new Error('gone'));
          await settled();
        };
        asked.push({ signal, answer });
      }),
  );
  await settled();
  return {
    said,
    asked,
    follower,
    run: async () => {
      run?.();
      await settled();
    },
    replace: (other: ReturnType<typeof kernelOf>) => ({ kernel } = other),
  };
}

describe('A panel of an array in a kernel', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('is told of a restart at once, and asks for its array when the kernel rests', async () => {
    const own = kernelOf('idle');
    const { said, asked } = await following(own);
    await own.become('restarting');
    await own.become('starting');
    assert.deepEqual([said, asked.length], [['The kernel was restarted.'], 0]);
    await own.become('idle');
    assert.equal(asked.length, 1);
    await asked[0].answer(false);
    assert.match(said[1], /was restarted and doesn’t have “logits” as it was/);
  });

  it('asks once more after five seconds of rest, gives the former question up, and never asks again once answered', async () => {
    const own = kernelOf('idle');
    const { said, asked } = await following(own);
    await own.become('restarting');
    await own.become('idle');
    await pass(4_999);
    assert.equal(asked.length, 1);
    await pass(1);
    assert.equal(asked.length, 2);
    assert.deepEqual(
      asked.map(({ signal }) => signal.aborted),
      [true, false],
    );
    await asked[0].answer(false);
    assert.equal(said.length, 1);
    await asked[1].answer(true);
    assert.deepEqual(said, ['The kernel was restarted.', 'there']);
    await pass(60_000);
    await own.become('busy');
    await own.become('idle');
    assert.equal(asked.length, 2);
  });

  it('asks a kernel that is not heard to rest after fifteen seconds, once, and does not take the question back', async () => {
    const own = kernelOf('idle');
    const { said, asked } = await following(own);
    await own.become('restarting');
    await own.become('starting');
    for (let i = 0; i < 2; i++) await pass(5_000);
    assert.equal(asked.length, 0);
    for (let i = 0; i < 5; i++) await pass(5_000);
    assert.deepEqual(
      asked.map(({ signal }) => signal.aborted),
      [false],
    );
    await asked[0].answer(true);
    assert.deepEqual(said, ['The kernel was restarted.', 'there']);
  });

  it('looks for another kernel every two seconds where its own has died, and listens to that one alone', async () => {
    const own = kernelOf('idle');
    const { said, asked, replace } = await following(own);
    await own.become('dead');
    await pass(2_000);
    const next = kernelOf('idle');
    replace(next);
    await pass(1_999);
    assert.equal(asked.length, 0);
    await pass(1);
    assert.deepEqual([asked.length, own.listeners.size, next.listeners.size], [1, 0, 1]);
    await asked[0].answer(true);
    assert.deepEqual(said, ['The kernel is not running.', 'there']);
  });

  it('hears of cells that ran while its array is there, and asks for it after one while it is not', async () => {
    const own = kernelOf('idle');
    const { said, asked, run } = await following(own);
    await run();
    assert.deepEqual([said, asked.length], [['ran'], 0]);
    await own.become('restarting');
    await own.become('idle');
    await asked[0].answer(false);
    await run();
    await asked[1].answer(true);
    assert.deepEqual(said.slice(-2), ['there', 'ran']);
  });

  it('hears nothing, asks nothing and waits for nothing once it is closed', async () => {
    const own = kernelOf('idle');
    const { said, asked, follower, run } = await following(own);
    await own.become('restarting');
    await own.become('idle');
    follower.dispose();
    assert.equal(asked[0].signal.aborted, true);
    await asked[0].answer(true);
    await run();
    await own.become('dead');
    await pass(60_000);
    assert.deepEqual([said.length, asked.length, own.listeners.size], [1, 1, 0]);
  });
});
