import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LongCalls } from '../../src/panel/longCalls';

type Task = (
  reporter: vscode.Progress<{ message?: string; increment?: number }>,
  token: vscode.CancellationToken,
) => Thenable<void>;

/** A notification as a person sees it. */
interface Seen {
  options: vscode.ProgressOptions;
  percent: number;
  message?: string;
  gone: boolean;
  cancel(): void;
}

describe('The notification while a large file is read again', () => {
  const { withProgress } = vscode.window;
  let seen: Seen[];
  let appear: (() => void)[];
  /** How long it takes until a call is worth a notification, and a little more. */
  const patience = () => new Promise((resolve) => setTimeout(resolve, 900));

  beforeEach(() => {
    seen = [];
    appear = [];
    vscode.window.withProgress = (async (options: vscode.ProgressOptions, task: Task) => {
      await new Promise<void>((resolve) => appear.push(resolve));
      const source = new vscode.CancellationTokenSource();
      const one: Seen = { options, percent: 0, gone: false, cancel: () => source.cancel() };
      seen.push(one);
      const report = ({ message, increment = 0 }: { message?: string; increment?: number }) => {
        one.percent += increment;
        one.message = message;
      };
      await task({ report }, source.token);
      one.gone = true;
    }) as never;
  });
  afterEach(() => {
    vscode.window.withProgress = withProgress;
  });
  const shown = async () => {
    appear.splice(0).forEach((resolve) => resolve());
    await new Promise((resolve) => setTimeout(resolve));
    return seen.filter(({ gone }) => !gone);
  };
  const none = () => assert.fail('nobody cancelled');

  it('is not shown for what ends soon', async () => {
    const calls = new LongCalls('Reading dump.jsonl again');
    calls.progress(1, { done: 1 }, none);
    calls.end(1);
    await patience();
    assert.deepEqual(await shown(), []);
  });

  it('is one for all calls, says how far they are, never goes back, and leaves with the last', async () => {
    const calls = new LongCalls('Reading dump.jsonl again');
    calls.progress(1, { done: 1, total: 10 }, none);
    calls.progress(2, { done: 1, total: 10 }, none);
    await patience();
    const [one, ...others] = await shown();
    assert.deepEqual(others, []);
    const { title, location, cancellable } = one.options;
    assert.deepEqual(
      { title, location, cancellable },
      {
        title: 'Reading dump.jsonl again',
        location: vscode.ProgressLocation.Notification,
        cancellable: true,
      },
    );
    calls.progress(1, { done: 5, total: 10, message: '5,000 rows' }, none);
    calls.progress(2, { done: 2, total: 10, message: '2,000 rows' }, none);
    assert.deepEqual([one.percent, one.message], [50, '2,000 rows']);
    calls.progress(2, { done: 10, total: 10 }, none);
    assert.equal(one.percent, 100);
    calls.end(1);
    assert.equal((await shown()).length, 1);
    calls.end(2);
    assert.deepEqual(await shown(), []);
  });

  it('cancels all of the calls', async () => {
    const calls = new LongCalls('Reading dump.jsonl again');
    const cancelled: number[] = [];
    for (const call of [1, 2])
      calls.progress(call, { done: 1 }, () => {
        cancelled.push(call);
        calls.end(call);
      });
    await patience();
    (await shown())[0].cancel();
    assert.deepEqual(cancelled, [1, 2]);
    assert.deepEqual(await shown(), []);
  });

  it('does not stay when its calls end just before it appears, also when others have begun', async () => {
    const calls = new LongCalls('Reading dump.jsonl again');
    calls.progress(1, { done: 1 }, none);
    await patience();
    calls.end(1);
    assert.deepEqual(await shown(), []);
    calls.progress(2, { done: 1 }, none);
    await patience();
    calls.end(2);
    calls.progress(3, { done: 1 }, none);
    await patience();
    assert.equal((await shown()).length, 1);
    calls.end(3);
    assert.deepEqual(await shown(), []);
  });
});
