import * as vscode from 'vscode';
import { bytesText } from '../arrays/ndarray';
import { readAnswer, readDescription, type Description } from '../live/answers';
import { beginHandOver } from '../live/handOver';
import type { KernelSource } from '../live/kernelSource';
import { Transfer } from '../live/transfer';
import type { Panels } from '../panel/panels';
import { shortName } from '../ui/inert';
import { ask } from '../ui/notifications';
import { arriving, withProgress } from '../ui/progress';
import { fetchLimit } from '../ui/settings';
import type { WorkerClient } from '../worker/client';
import type { Progress } from '../worker/protocol';
import { changed, DebuggedValue } from './debuggedValue';

/** What a debugger's variables view hands to a command. */
interface DebuggedVariable {
  sessionId?: string;
  variable?: { name?: string; evaluateName?: string };
}

/** Fetches a variable of a Python program that is being debugged and opens it; the program's own names stay as they are. */
export async function inspectDebugged(
  argument: unknown,
  client: WorkerClient,
  panels: Panels,
  source: () => Promise<KernelSource>,
): Promise<void> {
  if (!vscode.workspace.isTrusted)
    throw new Error(vscode.l10n.t('Logitscope doesn’t contact debuggers in an untrusted workspace.'));
  const { sessionId, variable } = (argument ?? {}) as DebuggedVariable;
  const session = vscode.debug.activeDebugSession;
  if (!session || (sessionId !== undefined && session.id !== sessionId))
    throw new Error(vscode.l10n.t('The variable’s debug session is not the active one.'));
  const expression = variable?.evaluateName ?? variable?.name;
  if (!expression) throw new Error(vscode.l10n.t('The debugger gives no expression for this variable.'));
  const frame = vscode.debug.activeStackItem;
  const frameId = frame instanceof vscode.DebugStackFrame ? frame.frameId : undefined;

  const name = shortName(expression);
  const value = new DebuggedValue(session, frameId, await source(), expression);
  const about = await value.about();
  const description = readDescription(readAnswer(about));
  if (!(await mayFetch(name, description.bytes))) return;
  const transfer = await withProgress(vscode.l10n.t('Fetching {0}', name), (signal, report) =>
    bring(value, { about, ...description }, client, signal, report),
  );
  const origin = vscode.l10n.t('array fetched from the debugger');
  panels.show({ found: transfer.found, origin }, { client, release: transfer.release });
}

async function mayFetch(name: string, bytes: number): Promise<boolean> {
  const limit = fetchLimit();
  if (bytes <= limit) return true;
  const fetch = vscode.l10n.t('Fetch');
  const chosen = await ask(
    vscode.l10n.t('{0} takes {1}. Fetch it?', name, bytesText(bytes)),
    vscode.l10n.t('Arrays up to {0} are fetched without asking.', bytesText(limit)),
    fetch,
  );
  return chosen === fetch;
}

/** The whole array, into the worker. */
async function bring(
  value: DebuggedValue,
  { about, header, bytes }: Description & { about: string },
  client: WorkerClient,
  signal: AbortSignal,
  report: (progress: Progress) => void,
) {
  const onBytes = arriving(report, bytes);
  const transfer = await Transfer.begin(client, header, bytes, onBytes);
  const file = await beginHandOver(onBytes);
  try {
    if (file && (await value.isFiled(file.path, signal))) await transfer.take(file.path, signal);
    else for await (const piece of value.pieces(bytes, signal)) transfer.add(piece);
    // It is read under the shape and dtype that it had before a person was asked.
    if ((await value.about(signal)) !== about) throw changed();
    const { found } = await transfer.finish();
    return { found, release: () => transfer.drop() };
  } catch (error) {
    transfer.drop();
    throw error;
  } finally {
    await file?.remove();
  }
}
