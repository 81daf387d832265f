import * as vscode from 'vscode';
import { isOffered } from '../arrays/offer';
import { mayHoldArray } from '../text/mayHoldArray';
import { mayHoldTokens } from '../tokens/probe';
import type { WorkerClient } from '../worker/client';

const KEY = 'logitscope.filesThatHold';
const EXTENSIONS = /\.(jsonl?|ndjson|csv|tsv)$/;
/** What a file holds shows in its first records. */
const EXCERPT = 1 << 16;

/** Tells which files of records in sight hold logits or tokens, so that the titles of their editors alone offer to open them. */
export function registerFileHolds(
  client: WorkerClient,
  inform: (uris: readonly string[]) => void = (uris) =>
    void vscode.commands.executeCommand('setContext', KEY, uris),
): vscode.Disposable {
  const looked = new WeakMap<vscode.TextDocument, { version: number; holds: boolean }>();
  let told = '';
  let newest: readonly vscode.TextEditor[];
  const look = async (document: vscode.TextDocument) => {
    const { version } = document;
    if (looked.get(document)?.version !== version)
      looked.set(document, { version, holds: await holds(client, document) });
    return looked.get(document)!.holds;
  };
  const tell = async (editors: readonly vscode.TextEditor[]) => {
    newest = editors;
    const documents = editors.map(({ document }) => document).filter(({ uri }) => EXTENSIONS.test(uri.path));
    const held = await Promise.all(documents.map(look));
    if (newest !== editors) return;
    const uris = documents.filter((_, at) => held[at]).map(({ uri }) => uri.toString());
    if (uris.join('\n') === told) return;
    told = uris.join('\n');
    inform(uris);
  };
  void tell(vscode.window.visibleTextEditors);
  return vscode.window.onDidChangeVisibleTextEditors((editors) => void tell(editors));
}

async function holds(client: WorkerClient, document: vscode.TextDocument): Promise<boolean> {
  const text = document.getText(new vscode.Range(document.positionAt(0), document.positionAt(EXCERPT)));
  if (mayHoldTokens(text)) return true;
  if (!mayHoldArray(text)) return false;
  const found = await client.call('find', { text }).catch(() => []);
  return found.some((one) => isOffered(one, 'likely'));
}
