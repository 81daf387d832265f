import * as vscode from 'vscode';
import type { FoundArray } from '../arrays/types';
import type { WorkerClient } from '../worker/client';
import { dumpFile, MAX_WHOLE, readDump, type ReadDump } from './dumps';
import { arraysOfCell, type Source } from './sources';

/** What a file from the Explorer holds: a dump of records, or arrays. Undefined when a choice was dismissed. */
export async function openFile(
  client: WorkerClient,
  memory: vscode.Memento,
  uri: vscode.Uri,
): Promise<ReadDump | Source | undefined> {
  const name = uri.path.split('/').pop() ?? '';
  if (uri.path.endsWith('.ipynb')) {
    return { found: await arraysOfNotebook(client, uri), origin: `outputs of ${name}` };
  }
  const dump = await readDump(client, memory, uri);
  if (dump === 'dismissed') return undefined;
  if (dump !== 'no-records') return dump;
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MAX_WHOLE)
    throw new Error(
      `${name} holds no list of records, and at ${Math.round(size / 1e6)} MB it is too large to be read as one array`,
    );
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const found = await client.call('find', { text, mime: 'json' });
  if (found.length === 0)
    throw new Error(
      `${name} holds no array and no records: expected logits such as {"logits": [[2.0, 1.0, 0.1]], "labels": [0]}`,
    );
  return { found, origin: `file ${name}` };
}

export function isDump(opened: ReadDump | Source): opened is ReadDump {
  return 'opened' in opened;
}

async function arraysOfNotebook(client: WorkerClient, uri: vscode.Uri): Promise<FoundArray[]> {
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const found: FoundArray[] = [];
  for (const cell of notebook.getCells()) {
    if (cell.outputs.length === 0) continue;
    const arrays = await arraysOfCell(client, cell).catch(() => []);
    found.push(...arrays.map((array) => ({ ...array, name: array.name ?? `cell ${cell.index + 1}` })));
  }
  if (found.length === 0) throw new Error(`The outputs of ${uri.path.split('/').pop()} hold no array.`);
  const logits = found.filter(({ reading }) => reading.kind === 'logits');
  return logits.length > 0 ? logits : found;
}

/** Two files opened as sessions of the worker, for a comparison. */
export async function openBoth(
  client: WorkerClient,
  memory: vscode.Memento,
  uris: readonly vscode.Uri[],
): Promise<{ sessions: number[]; names: string[] } | undefined> {
  const sessions: number[] = [];
  for (const uri of uris) {
    const opened = await openFile(client, memory, uri);
    if (!opened) return undefined;
    if (isDump(opened)) sessions.push(opened.opened.session);
    else {
      const found = opened.found.find(({ array }) => array);
      if (!found?.array) throw new Error(`${(await dumpFile(uri)).name} holds no whole array`);
      const { session } = await client.call('open', { array: found.array, labels: found.labels?.values });
      sessions.push(session);
    }
  }
  return { sessions, names: uris.map((uri) => uri.path.split('/').pop() ?? '') };
}
