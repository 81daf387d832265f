import type { Jupyter, Kernel } from '@vscode/jupyter-extension';
import * as vscode from 'vscode';
import { readAnswer, record } from '../live/answers';

const REPLY = 'application/vnd.logitscope.reply.v1';
const PART = 'application/vnd.logitscope.part.v1';
const ERROR = 'application/vnd.code.notebook.error';

export interface RunOptions {
  signal?: AbortSignal;
  /** A part of an array, base64 as it came. */
  onPart?(base64: Uint8Array): void;
  /** The answer has come; parts may follow. */
  onAnswer?(answer: unknown): void;
}

/** Why there is no kernel to ask, said in what to do about it. */
export class NoKernel extends Error {}

/** The running kernel of a notebook, on a user's action only: the first use asks for the user's consent. */
export async function kernelOf(notebook: vscode.Uri): Promise<Kernel> {
  if (!vscode.workspace.isTrusted)
    throw new NoKernel(vscode.l10n.t("Logitscope doesn't contact kernels in an untrusted workspace."));
  const jupyter = vscode.extensions.getExtension<Jupyter>('ms-toolsai.jupyter');
  if (!jupyter) throw new NoKernel('Live arrays need the Jupyter extension (ms-toolsai.jupyter).');
  const { kernels } = await jupyter.activate();
  const kernel = await kernels.getKernel(notebook);
  if (!kernel) throw new NoKernel('The notebook has no running kernel: run a cell first.');
  if (kernel.language !== 'python')
    throw new NoKernel(`The kernel runs ${kernel.language}; live arrays are read from Python.`);
  return kernel;
}

const GONE: readonly string[] = ['dead', 'terminating', 'restarting', 'autorestarting'];

/** Runs one statement in a kernel and gives its answer. A kernel that dies is noticed: its outputs would never end. */
export async function run(kernel: Kernel, code: string, options: RunOptions = {}): Promise<unknown> {
  const { signal, onPart, onAnswer } = options;
  signal?.throwIfAborted();
  const cancellation = new vscode.CancellationTokenSource();
  let stop!: (error: Error) => void;
  const stopped = new Promise<never>((_, reject) => (stop = reject));
  stopped.catch(() => undefined);
  const abort = () => {
    cancellation.cancel();
    stop(signal!.reason as Error);
  };
  signal?.addEventListener('abort', abort, { once: true });
  const watching = kernel.onDidChangeStatus((status) => {
    if (GONE.includes(status)) stop(new Error(`The kernel is ${status}.`));
  });
  const outputs = kernel.executeCode(code, cancellation.token)[Symbol.asyncIterator]();
  let answer: { value: unknown } | undefined;
  try {
    for (;;) {
      const next = await Promise.race([outputs.next(), stopped]);
      if (next.done) break;
      for (const { mime, data } of next.value.items) {
        if (mime === PART) onPart?.(data);
        else if (mime === REPLY) {
          answer = { value: readAnswer(new TextDecoder().decode(data)) };
          onAnswer?.(answer.value);
        } else if (mime === ERROR) throw new Error(errorText(data));
      }
    }
  } catch (error) {
    throw error instanceof Error && error.name === 'vscode.jupyter.apiAccessRevoked'
      ? new NoKernel(
          'Access to the kernel was refused. "Jupyter: Manage Access To Jupyter Kernels" changes that.',
        )
      : error;
  } finally {
    signal?.removeEventListener('abort', abort);
    watching.dispose();
    cancellation.dispose();
  }
  if (!answer) throw new Error('The kernel gave no answer.');
  return answer.value;
}

function errorText(data: Uint8Array): string {
  const { name, message } = record(JSON.parse(new TextDecoder().decode(data)), 'an error');
  return `The kernel raised ${String(name)}: ${String(message).slice(0, 300)}`;
}
