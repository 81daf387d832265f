import type { Kernel, KernelStatus } from '@vscode/jupyter-extension';
import * as l10n from '@vscode/l10n';
import type { CancellationTokenSource } from 'vscode';
import { raisedText, readReply } from './answers';
import { record } from './fields';
import { definingStatement, requestStatement, type KernelSource } from './kernelSource';

const REPLY = 'application/vnd.logitscope.reply.v1';
const PART = 'application/vnd.logitscope.part.v1';
const ERROR = 'application/vnd.code.notebook.error';

/** Calls that are answered sooner are waited for without a word. */
const PATIENCE_MS = 400;
/** How often the time waited is told. */
const TICK_MS = 1000;

export interface KernelCallOptions {
  signal?: AbortSignal;
  /** Told what a long call waits for, whenever that changes. */
  onWait?(what: string): void;
  /** The answer has come; parts may follow. */
  onAnswer?(answer: unknown): void;
  /** A part of an array, base64 as it came. */
  onPart?(base64: Uint8Array): void;
}

/** Why there is no kernel to ask, said in what to do about it. */
export class NoKernel extends Error {}

/** Kernels that are at one of our requests: what queues behind it does not wait for the user's cells. */
const answering = new WeakSet<Kernel>();

/**
 * Asks the kernel-side file and gives its answer. There is no limit of time: a request queues behind the user's cells,
 * and ends with an error when the kernel does. A request that is cancelled while it is queued never runs; one that runs
 * is interrupted.
 */
export async function askKernel(
  kernel: Kernel,
  source: KernelSource,
  request: object,
  newCancellation: () => CancellationTokenSource,
  options: KernelCallOptions = {},
): Promise<unknown> {
  const known = await run(kernel, requestStatement(source, REPLY, request), newCancellation(), options);
  const answer = known ?? (await run(kernel, definingStatement(source, request), newCancellation(), options));
  if (!answer) throw new Error(l10n.t('The kernel couldn’t load what Logitscope sent.'));
  return answer.value;
}

/** Gives nothing where the file is not defined. */
async function run(
  kernel: Kernel,
  code: string,
  cancellation: CancellationTokenSource,
  { signal, onWait, onAnswer, onPart }: KernelCallOptions,
): Promise<{ value: unknown } | undefined> {
  signal?.throwIfAborted();
  const gone = goneReason(kernel.status);
  if (gone) throw new NoKernel(gone);

  let stop!: (error: Error) => void;
  const stopped = new Promise<never>((_, reject) => (stop = reject));
  stopped.catch(() => undefined);
  const abort = () => {
    cancellation.cancel();
    stop(signal!.reason as Error);
  };
  signal?.addEventListener('abort', abort, { once: true });
  const watching = kernel.onDidChangeStatus((status) => {
    const reason = goneReason(status);
    if (reason) stop(new NoKernel(reason));
  });

  let isStarted = false;
  let isLong = false;
  const began = Date.now();
  let ticking: ReturnType<typeof setInterval> | undefined;
  const tell = () => {
    if (!isLong) return;
    const seconds = Math.round((Date.now() - began) / 1000);
    onWait?.(waitsFor(isStarted || answering.has(kernel), kernel.status, seconds));
  };
  const patience = setTimeout(() => {
    isLong = true;
    tell();
    ticking = setInterval(tell, TICK_MS);
  }, PATIENCE_MS);

  let answer: { value: unknown } | undefined;
  let isUndefined = false;
  try {
    const outputs = kernel.executeCode(code, cancellation.token)[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([outputs.next(), stopped]);
      if (next.done) break;
      for (const { mime, data } of next.value.items) {
        if (mime === PART) onPart?.(data);
        else if (mime === ERROR) throw new Error(errorText(data));
        else if (mime === REPLY) {
          const reply = readReply(new TextDecoder().decode(data));
          if (reply === 'started') {
            isStarted = true;
            answering.add(kernel);
            tell();
          } else if (reply === 'undefined') isUndefined = true;
          else if (answer === undefined) {
            answer = reply;
            onAnswer?.(answer.value);
          }
        }
      }
    }
  } catch (error) {
    throw error instanceof Error && error.name === 'vscode.jupyter.apiAccessRevoked'
      ? new NoKernel(
          l10n.t(
            'Access to the kernel was denied. Run "Jupyter: Manage Access To Jupyter Kernels" to allow it.',
          ),
        )
      : error;
  } finally {
    clearTimeout(patience);
    clearInterval(ticking);
    if (isStarted) answering.delete(kernel);
    signal?.removeEventListener('abort', abort);
    watching.dispose();
    cancellation.dispose();
  }
  if (!answer && !isUndefined) throw new Error(l10n.t('The kernel was interrupted before it answered.'));
  return answer;
}

function waitsFor(isOurs: boolean, status: KernelStatus, seconds: number): string {
  if (isOurs) return l10n.t('Computing in the kernel');
  if (status !== 'busy') return l10n.t('Waiting for the kernel');
  return seconds < 1
    ? l10n.t('Waiting for the running cell')
    : l10n.t('Waiting for the running cell ({0} s)', seconds);
}

/** Why a kernel of this status answers nothing more of what it was asked. */
export function goneReason(status: KernelStatus): string | undefined {
  switch (status) {
    case 'dead':
    case 'terminating':
      return l10n.t('The kernel is not running.');
    case 'restarting':
    case 'autorestarting':
      return l10n.t('The kernel was restarted.');
    default:
      return undefined;
  }
}

function errorText(data: Uint8Array): string {
  let error: unknown;
  try {
    error = JSON.parse(new TextDecoder().decode(data));
  } catch {
    // Told below as an error without a name.
  }
  const { name, message } = record(error ?? {}, 'error');
  if (name === 'KeyboardInterrupt') return l10n.t('The kernel was interrupted.');
  return raisedText(name, message);
}
