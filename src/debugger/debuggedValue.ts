import * as vscode from 'vscode';
import { record, text } from '../live/fields';
import {
  debuggerExpression,
  definingExpression,
  literal,
  UNDEFINED,
  type KernelSource,
} from '../live/kernelSource';

/** Bytes asked for at once: a debugger writes each piece as a Python string, and may cut long ones. */
const PIECES = [3 << 18, 3 << 13];

/** The value of one expression in a Python program that is being debugged, asked of the kernel-side file. */
export class DebuggedValue {
  /** @param expression as the debugger evaluates it in `frameId` */
  constructor(
    private readonly session: vscode.DebugSession,
    private readonly frameId: number | undefined,
    private readonly source: KernelSource,
    private readonly expression: string,
  ) {}

  /** What it is, as JSON. */
  about(signal?: AbortSignal): Promise<string> {
    return this.ask(`m.about(x, ${literal(this.expression)})`, signal);
  }

  /** Whether its bytes are in a file now that was asked for; not where the program runs elsewhere. */
  async isFiled(path: string, signal?: AbortSignal): Promise<boolean> {
    return (await this.ask(`m.filed(x, ${literal(path)})`, signal)) === 'True';
  }

  /**
   * Its bytes, piece by piece as base64, each the largest that the debugger does not cut.
   *
   * @throws after the last where they are not of one moment
   */
  async *pieces(bytes: number, signal?: AbortSignal): AsyncGenerator<string> {
    if (bytes === 0) return;
    try {
      const before = await this.ask('m.stamped(x)', signal);
      const [size, first] = await this.firstPiece(bytes, signal);
      yield first;
      for (let start = size; start < bytes; start += size)
        yield await this.ask(`m.piece(x, ${start}, ${size})`, signal);
      // The program may have run on meanwhile, or have more threads than the one that stands still.
      if ((await this.ask('m.stamped(x)', signal)) !== before) throw changed();
    } finally {
      // The program keeps a copy of a tensor on another device until it is told.
      void this.ask('m.release()').catch(() => undefined);
    }
  }

  private async firstPiece(bytes: number, signal?: AbortSignal): Promise<[size: number, first: string]> {
    for (const size of PIECES) {
      const first = await this.ask(`m.piece(x, 0, ${size})`, signal);
      if (first.length === 4 * Math.ceil(Math.min(size, bytes) / 3)) return [size, first];
    }
    throw new Error(
      vscode.l10n.t('The debugger shortens even small values, so the array can’t be read through it.'),
    );
  }

  /** The text of a call's value; the program is given the file when it does not have it. */
  private async ask(call: string, signal?: AbortSignal): Promise<string> {
    const expression = debuggerExpression(this.source, this.expression, call);
    const value = await this.evaluate(expression, signal);
    if (value !== UNDEFINED) return value;
    await this.evaluate(definingExpression(this.source), signal);
    return this.evaluate(expression, signal);
  }

  private async evaluate(expression: string, signal?: AbortSignal): Promise<string> {
    // Debuggers give whole values for the clipboard, and shorten them elsewhere.
    const request = { expression, frameId: this.frameId, context: 'clipboard' };
    const answer = await whileRunning(this.session, this.session.customRequest('evaluate', request), signal);
    return pythonString(text(record(answer, 'answer').result, 'result', Infinity));
  }
}

/** An array is told as it was at one moment, or not at all. */
export const changed = () =>
  new Error(vscode.l10n.t('The array changed while it was being fetched. Inspect it again.'));

/** A request's answer; the session's end, and the person who no longer waits, end the wait. */
async function whileRunning(
  session: vscode.DebugSession,
  answer: Thenable<unknown>,
  signal?: AbortSignal,
): Promise<unknown> {
  signal?.throwIfAborted();
  let ended: vscode.Disposable | undefined;
  let abort!: () => void;
  const stopped = new Promise<never>((_, reject) => {
    ended = vscode.debug.onDidTerminateDebugSession(({ id }) => {
      if (id === session.id) reject(new Error(vscode.l10n.t('The debug session has ended.')));
    });
    abort = () => reject(signal!.reason);
    signal?.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([answer, stopped]);
  } finally {
    ended?.dispose();
    signal?.removeEventListener('abort', abort);
  }
}

/** The text of a Python string as a debugger shows it: quoted, or bare. What is sent has no quotes of its own kind. */
function pythonString(shown: string): string {
  const quote = shown[0];
  if ((quote !== "'" && quote !== '"') || shown.at(-1) !== quote) return shown;
  return shown.slice(1, -1).replace(/\\(['"\\])/g, '$1');
}
