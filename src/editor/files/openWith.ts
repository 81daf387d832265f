import * as vscode from 'vscode';
import type { Panels } from '../../panel/panels';
import type { WorkerClient } from '../../worker/client';
import { showArrayFile } from './arrayFile';
import { showDump } from './dumps';
import { activeFile, isArrayFile, isDump, openFile, type FileContent } from './files';
import { chooseArray } from '../sources';
import { hasTokens } from '../tokens/tokens';

/** Opens a file, or the one in front, as what it holds: its arrays, records or tokens, or one array of its text. */
export async function openWith(
  client: WorkerClient,
  panels: Panels,
  memory: vscode.Memento,
  argument: unknown,
): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : (notebookInFront() ?? activeFile());
  if (!uri) throw new Error(vscode.l10n.t('Open a file with arrays, or select one in the Explorer.'));
  let opened: FileContent | undefined;
  try {
    opened = await openFile(client, memory, uri);
  } catch (error) {
    if (error instanceof vscode.CancellationError) throw error;
    // What it can't be read as is told of what was tried first.
    if (await hasTokens(client, uri).catch(() => false)) return showTokensOf(uri);
    throw error;
  }
  if (!opened) return;
  if (isArrayFile(opened)) return showArrayFile(opened);
  if (isDump(opened)) return showDump(client, panels, memory, opened);
  // Rows of log-probabilities in a response are its tokens' likeliest ones.
  if (opened.found.every(({ reading }) => reading.kind !== 'logits') && (await hasTokens(client, uri)))
    return showTokensOf(uri);
  const found = await chooseArray(opened, vscode.l10n.t('Inspect array'));
  if (found) panels.show({ found, origin: opened.places?.get(found) ?? opened.origin });
}

async function showTokensOf(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('logitscope.showTokens', uri);
}

function notebookInFront(): vscode.Uri | undefined {
  return vscode.window.activeNotebookEditor?.notebook.uri;
}
