import * as vscode from 'vscode';
import { isOffered } from '../../arrays/offer';
import { mayHoldArray } from '../../text/mayHoldArray';
import { mayHoldTokens } from '../../tokens/probe';
import type { WorkerClient } from '../../worker/client';
import { dumpFile, MAX_DOCUMENT } from './dumps';

const KEY = 'logitscope.filesThatHold';
const EXTENSIONS = /\.(jsonl?|ndjson|csv|tsv)$/i;
/** What a file holds shows in its first records; where one of them is longer, in more of it. */
const EXCERPTS = [1 << 16, 1 << 20, 1 << 23];
/** Someone who types comes to rest. */
const REST_MS = 500;

/** Tells which files of records in sight hold logits or tokens, so that the titles of their editors alone offer to open them. */
export function registerFileHolds(
  client: WorkerClient,
  inform: (uris: readonly string[]) => void = (uris) =>
    void vscode.commands.executeCommand('setContext', KEY, uris.flatMap(namesOf)),
): vscode.Disposable {
  const looked = new WeakMap<vscode.TextDocument, { version: number; holds: Promise<boolean> }>();
  /** Files that are too large for VS Code to hand to extensions, as long as they are in sight. */
  let large = new Map<string, Promise<boolean>>();
  let told = '';
  let newest = 0;
  const lookAt = (document: vscode.TextDocument) => {
    const { version } = document;
    const known = looked.get(document);
    if (known?.version === version) return known.holds;
    const holds = documentHolds(client, document);
    looked.set(document, { version, holds });
    return holds;
  };
  const tell = async () => {
    const turn = ++newest;
    const uris = [...new Map(inSight().map((uri) => [uri.toString(), uri])).values()];
    // The cells of notebooks are documents, too: all are looked through only where there is something to look for.
    const { textDocuments } = uris.length > 0 ? vscode.workspace : { textDocuments: [] };
    const still = new Map<string, Promise<boolean>>();
    const held = uris.map((uri) => {
      const document = textDocuments.find(
        (one) => one.uri.path === uri.path && one.uri.toString() === uri.toString(),
      );
      if (document) return lookAt(document);
      const known = large.get(uri.toString()) ?? fileHolds(client, uri);
      still.set(uri.toString(), known);
      return known;
    });
    large = still;
    const holding = await Promise.all(held);
    if (turn !== newest) return;
    const found = uris.filter((_, at) => holding[at]).map(String);
    if (found.join('\n') === told) return;
    told = found.join('\n');
    inform(found);
  };
  let resting: ReturnType<typeof setTimeout> | undefined;
  const changed = ({ uri }: vscode.TextDocument) => {
    if (!EXTENSIONS.test(uri.path)) return;
    clearTimeout(resting);
    resting = setTimeout(() => void tell(), REST_MS);
  };
  void tell();
  return vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(() => void tell()),
    vscode.window.tabGroups.onDidChangeTabs(() => void tell()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => changed(document)),
    { dispose: () => clearTimeout(resting) },
  );
}

/**
 * As a window may know a file. To one that shows another machine's files, `file:` is what this machine has: it compares
 * paths, which Windows writes with its own separators.
 */
function namesOf(uri: string): string[] {
  const { scheme, path } = vscode.Uri.parse(uri);
  return scheme === 'file' ? [uri, path, path.replaceAll('/', '\\')] : [uri];
}

/** Of records, by the tabs: a file that is too large for extensions has an editor all the same. */
function inSight(): vscode.Uri[] {
  const inTabs = vscode.window.tabGroups.all.flatMap(({ activeTab }) =>
    activeTab?.input instanceof vscode.TabInputText ? [activeTab.input.uri] : [],
  );
  const inEditors = vscode.window.visibleTextEditors.map(({ document }) => document.uri);
  return [...inEditors, ...inTabs].filter(({ path }) => EXTENSIONS.test(path));
}

async function documentHolds(client: WorkerClient, document: vscode.TextDocument): Promise<boolean> {
  for (const length of EXCERPTS) {
    const end = document.positionAt(length);
    const text = document.getText(new vscode.Range(document.positionAt(0), end));
    if (mayHoldTokens(text)) return true;
    if (!mayHoldArray(text)) return false;
    const found = await client.call('find', { text }).catch(() => []);
    if (found.some((one) => isOffered(one, 'likely'))) return true;
    if (text.length < length) return false;
  }
  return false;
}

/** By its first records, as the worker reads them where they lie. */
async function fileHolds(client: WorkerClient, uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file') return false;
  try {
    // A smaller one is on its way to the extensions.
    if ((await vscode.workspace.fs.stat(uri)).size < MAX_DOCUMENT) return false;
    const probe = await client.call('probeDump', { file: await dumpFile(uri) });
    return probe !== undefined && probe.logits.length > 0;
  } catch {
    return false;
  }
}
