import * as vscode from 'vscode';
import type { FoundArray } from '../arrays/types';
import type { WorkerClient } from '../worker/client';
import { dumpFile, MAX_WHOLE, readDump, type ReadDump } from './dumps';
import { offersOfCell, type Source } from './sources';

/** What a file from the Explorer holds: a dump of records, or arrays. Undefined when a choice was dismissed. */
export async function openFile(
  client: WorkerClient,
  memory: vscode.Memento,
  uri: vscode.Uri,
): Promise<ReadDump | Source | undefined> {
  const name = uri.path.split('/').pop() ?? '';
  if (uri.path.endsWith('.ipynb')) {
    return arraysOfNotebook(client, uri);
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

/** The arrays of all outputs that are saved in a notebook; where some are logits, those alone. */
async function arraysOfNotebook(client: WorkerClient, uri: vscode.Uri): Promise<Source> {
  const name = uri.path.split('/').pop() ?? '';
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const found: FoundArray[] = [];
  const places = new Map<FoundArray, string>();
  for (const cell of notebook.getCells()) {
    if (cell.outputs.length === 0) continue;
    const arrays = await offersOfCell(client, cell);
    for (const array of arrays) places.set(array, `output of cell ${cell.index + 1} of ${name}`);
    found.push(...arrays);
  }
  if (found.length === 0) throw new Error(`The outputs of ${name} hold no array.`);
  const logits = found.filter(({ reading, array }) => array && reading.kind === 'logits');
  return { found: logits.length > 0 ? logits : found, origin: `outputs of ${name}`, places };
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
