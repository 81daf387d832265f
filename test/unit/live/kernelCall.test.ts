import assert from 'node:assert/strict';
import type { KernelStatus } from '@vscode/jupyter-extension';
import type { CancellationTokenSource } from 'vscode';
import { askKernel, type KernelCallOptions } from '../../../src/live/kernelCall';

const source = { text: 'the whole file', version: '1' };

/** What a kernel's iterator does at one step. */
type Step = { mime?: string; data: unknown } | 'end' | Error;

/** A kernel whose outputs come when the test says; like the real one, it never ends a call when it dies. */
class ScriptedKernel {
  readonly language = 'python';
  status: KernelStatus = 'idle';
  /** The code of each call, in order. */
  readonly ran: string[] = [];
  cancelled = 0;
  private readonly listeners = new Set<(status: KernelStatus) => void>();
  private readonly steps: Step[] = [];
  private wake: () => void = () => undefined;

  become(status: KernelStatus): void {
    this.status = status;
    for (const listener of this.listeners) listener(status);
  }

  send(...steps: Step[]): void {
    this.steps.push(...steps);
    this.wake();
  }

  get listening(): number {
    return this.listeners.size;
  }

  onDidChangeStatus(listener: (status: KernelStatus) => void) {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  async *executeCode(code: string) {
    this.ran.push(code);
    for (;;) {
      const step = this.steps.shift();
      if (step === undefined) await new Promise<void>((resolve) => (this.wake = resolve));
      else if (step === 'end') return;
      else if (step instanceof Error) throw step;
      else {
        const mime = step.mime ?? 'application/vnd.logitscope.reply.v1';
        yield { items: [{ mime, data: new TextEncoder().encode(JSON.stringify(step.data)) }] };
      }
    }
  }

  ask(options?: KernelCallOptions): Promise<unknown> {
    const cancellation = { token: {}, cancel: () => this.cancelled++, dispose: () => undefined };
    const newCancellation = () => cancellation as unknown as CancellationTokenSource;
    return askKernel(this, source, { op: 'batch' }, newCancellation, options);
  }
}

const started = { data: { started: true } };
const answered = { data: { result: 42 } };

describe('a question to a kernel', () => {
  it('is sent without the file, and with it to a kernel that does not have it', async () => {
    const kernel = new ScriptedKernel();
    kernel.send(started, answered, 'end');
    assert.equal(await kernel.ask(), 42);
    kernel.send({ data: { undefined: true } }, 'end', started, answered, 'end');
    assert.equal(await kernel.ask(), 42);
    assert.deepEqual(
      kernel.ran.map((code) => code.includes(source.text)),
      [false, false, true],
    );
    assert.equal(kernel.listening, 0);
  });

  it('says what it waits for: first the running cell, then its own turn', async () => {
    const kernel = new ScriptedKernel();
    kernel.become('busy');
    const said: string[] = [];
    const answer = kernel.ask({
      onWait(what) {
        said.push(what);
        if (said.length === 1) kernel.send(started);
        else kernel.send(answered, 'end');
      },
    });
    assert.equal(await answer, 42);
    assert.deepEqual(said, ['Waiting for the running cell', 'Computing in the kernel']);
  });

  it('that queues behind another of ours does not blame a cell', async () => {
    const kernel = new ScriptedKernel();
    kernel.become('busy');
    let wait!: (what: string) => void;
    const waits = new Promise<string>((resolve) => (wait = resolve));
    const first = kernel.ask({ onWait: () => void kernel.ask({ onWait: wait }).catch(() => undefined) });
    kernel.send(started);
    assert.equal(await waits, 'Computing in the kernel');
    kernel.become('dead');
    await assert.rejects(first, /not running/);
  });

  for (const [status, sentence] of [
    ['dead', 'The kernel is not running.'],
    ['terminating', 'The kernel is not running.'],
    ['restarting', 'The kernel was restarted.'],
    ['autorestarting', 'The kernel was restarted.'],
  ] as const)
    it(`ends when the kernel is ${status}, whether before or meanwhile`, async () => {
      const kernel = new ScriptedKernel();
      const answer = kernel.ask();
      kernel.become('busy');
      kernel.become(status);
      await assert.rejects(answer, { message: sentence });
      await assert.rejects(kernel.ask(), { message: sentence });
      assert.equal(kernel.ran.length, 1);
      assert.equal(kernel.listening, 0);
    });

  it('is cancelled while it is queued, and ends with the reason', async () => {
    const kernel = new ScriptedKernel();
    kernel.become('busy');
    const controller = new AbortController();
    const answer = kernel.ask({ signal: controller.signal });
    controller.abort(new Error('nobody waits'));
    await assert.rejects(answer, { message: 'nobody waits' });
    kernel.send(new Error('a running call that is cancelled throws'));
    assert.equal(kernel.cancelled, 1);
    await assert.rejects(kernel.ask({ signal: controller.signal }), { message: 'nobody waits' });
    assert.equal(kernel.ran.length, 1);
  });

  it('says in a sentence why there is no answer', async () => {
    const error = (name: string) => ({
      mime: 'application/vnd.code.notebook.error',
      data: { name, message: 'out of it', stack: '' },
    });
    const revoked = Object.assign(new Error('denied'), { name: 'vscode.jupyter.apiAccessRevoked' });
    for (const [steps, sentence] of [
      [
        [{ data: { error: { sentence: 'The kernel has no variable “{0}”.', values: ['a\u202e'] } } }],
        /^The kernel has no variable “a\\u202E”\.$/,
      ],
      [
        [{ data: { error: { raised: 'OSError', message: 'no room' } } }],
        /^The kernel raised OSError: no room$/,
      ],
      [[{ data: { error: 7 } }], /^The kernel’s answer couldn’t be read: error: expected an object, got 7$/],
      [[error('MemoryError')], /^The kernel raised MemoryError: out of it$/],
      [[started, error('KeyboardInterrupt')], /^The kernel was interrupted\.$/],
      [['end'], /^The kernel was interrupted before it answered\.$/],
      [
        [revoked],
        /^Access to the kernel was denied\. Run "Jupyter: Manage Access To Jupyter Kernels" to allow it\.$/,
      ],
      [[{ data: 'text' }], /^The kernel’s answer couldn’t be read: answer: expected an object, got "text"$/],
    ] as [Step[], RegExp][]) {
      const kernel = new ScriptedKernel();
      kernel.send(...steps);
      await assert.rejects(kernel.ask(), { message: sentence });
      assert.equal(kernel.listening, 0);
    }
  });
});
