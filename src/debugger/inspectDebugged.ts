import * as vscode from 'vscode';
import { readAnswer, record } from '../live/answers';
import { beginHandOver } from '../live/handOver';
import { debuggerExpression, literal, type KernelSource } from '../live/kernelSource';
import { Transfer } from '../live/transfer';
import { bytesText } from '../arrays/ndarray';
import type { Panels } from '../panel/panels';
import { shortName } from '../ui/inert';
import { ask } from '../ui/notifications';
import { withProgress } from '../ui/progress';
import type { WorkerClient } from '../worker/client';

/** What a debugger's variables view hands to a command. */
interface DebuggedVariable {
  sessionId?: string;
  variable?: { name?: string; evaluateName?: string };
}

/** Bytes asked for at once: a debugger writes each piece as a Python string, and may cut long ones. */
const PIECES = [3 << 18, 3 << 13];

/** Fetches a variable of a Python program that is being debugged and opens it; the program's own names stay as they are. */
export async function inspectDebugged(
  argument: unknown,
  client: WorkerClient,
  panels: Panels,
  source: KernelSource,
): Promise<void> {
  if (!vscode.workspace.isTrusted)
    throw new Error(vscode.l10n.t("Logitscope doesn't contact debuggers in an untrusted workspace."));
  const { sessionId, variable } = (argument ?? {}) as DebuggedVariable;
  const session = vscode.debug.activeDebugSession;
  if (!session || (sessionId !== undefined && session.id !== sessionId))
    throw new Error(vscode.l10n.t('The debug session of this variable is not the active one.'));
  const expression = variable?.evaluateName ?? variable?.name;
  if (!expression) throw new Error(vscode.l10n.t('The debugger gives no expression for this variable.'));
  const frame = vscode.debug.activeStackItem;
  const frameId = frame instanceof vscode.DebugStackFrame ? frame.frameId : undefined;

  const evaluate = async (call: string): Promise<string> => {
    const answer: unknown = await session.customRequest('evaluate', {
      expression: debuggerExpression(source, expression, call),
      frameId,
      // Debuggers give whole values for the clipboard, and shorten them elsewhere.
      context: 'clipboard',
    });
    return pythonString(String(record(answer, 'an answer').result));
  };

  const { header, bytes } = record(
    readAnswer(await evaluate(`m.about(x, ${literal(expression)})`)),
    'the description',
  ) as {
    header: unknown;
    bytes: number;
  };
  const limit = vscode.workspace.getConfiguration('logitscope').get('kernel.fetchLimit', 128 << 20);
  if (bytes > limit) {
    const fetch = vscode.l10n.t('Fetch');
    const chosen = await ask(
      vscode.l10n.t('{0} takes {1}. Fetch it?', shortName(expression), bytesText(bytes)),
      vscode.l10n.t('Arrays up to {0} are fetched without asking.', bytesText(limit)),
      fetch,
    );
    if (chosen !== fetch) return;
  }

  const title = vscode.l10n.t('Fetching {0}', shortName(expression));
  await withProgress(title, async (signal, report) => {
    const onBytes = (there: number) => {
      const percent = Math.floor((100 * there) / Math.max(1, bytes));
      report({ done: there, total: Math.max(1, bytes), message: `${percent} %` });
    };
    const transfer = await Transfer.begin(client, header, onBytes);
    const file = await beginHandOver(onBytes);
    try {
      if (file && (await evaluate(`m.filed(x, ${literal(file.path)})`)) === 'True')
        await transfer.take(file.path);
      else for (const part of await pieces(bytes, evaluate, signal)) transfer.add(await part());
      const { found } = await transfer.finish();
      panels.show(
        { found, origin: vscode.l10n.t('complete, from the debugger') },
        { client, release: () => transfer.drop() },
      );
    } catch (error) {
      transfer.drop();
      throw error;
    } finally {
      await file?.remove();
    }
  });
}

/** The calls that bring the pieces; their size is the largest that the debugger does not cut. */
async function pieces(
  bytes: number,
  evaluate: (call: string) => Promise<string>,
  signal: AbortSignal,
): Promise<(() => Promise<string>)[]> {
  if (bytes === 0) return [];
  for (const size of PIECES) {
    const first = await evaluate(`m.piece(x, 0, ${size})`);
    if (first.length !== 4 * Math.ceil(Math.min(size, bytes) / 3)) continue;
    const starts = Array.from({ length: Math.ceil(bytes / size) - 1 }, (_, i) => (i + 1) * size);
    const rest = starts.map((start) => () => {
      signal.throwIfAborted();
      return evaluate(`m.piece(x, ${start}, ${size})`);
    });
    return [() => Promise.resolve(first), ...rest];
  }
  throw new Error(
    vscode.l10n.t('The debugger truncates even short values, so the array cannot be read through it.'),
  );
}

/** The text of a Python string as a debugger shows it: quoted, or bare. What is sent has no quotes of its own kind. */
function pythonString(shown: string): string {
  const quote = shown[0];
  if ((quote !== "'" && quote !== '"') || shown.at(-1) !== quote) return shown;
  return shown.slice(1, -1).replace(/\\(['"\\])/g, '$1');
}
