import * as vscode from 'vscode';
import type { FoundArray } from '../arrays/types';
import { bytesText } from '../arrays/ndarray';
import { fileName } from '../ui/fileName';
import { shortName } from '../ui/inert';
import type { WorkerClient } from '../worker/client';
import type { OpenRequest } from '../worker/protocol';
import { MAX_WHOLE, readDump, type ReadDump } from './dumps';
import type { Opened } from './opened';
import { offersOfCell, type Source } from './sources';

/** What a file from the Explorer holds: a dump of records, or arrays. Undefined when a choice was dismissed. */
export async function openFile(
  client: WorkerClient,
  memory: vscode.Memento,
  uri: vscode.Uri,
): Promise<ReadDump | Source | undefined> {
  const name = shortName(fileName(uri));
  if (uri.path.endsWith('.ipynb')) {
    return arraysOfNotebook(client, uri);
  }
  const dump = await readDump(client, memory, uri);
  if (dump === 'dismissed') return undefined;
  if (dump !== 'no-records') return dump;
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MAX_WHOLE)
    throw new Error(
      vscode.l10n.t(
        'No list of records found in {0}, which is too large to be read as one array ({1}).',
        name,
        bytesText(size),
      ),
    );
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const found = await client.call('find', { text, mime: 'json' });
  if (found.length === 0)
    throw new Error(
      vscode.l10n.t(
        'No array or records found in {0}. Expected logits such as {1}.',
        name,
        '{"logits": [[2.0, 1.0, 0.1]], "labels": [0]}',
      ),
    );
  return { found, origin: name };
}

export function isDump(opened: ReadDump | Source): opened is ReadDump {
  return 'opened' in opened;
}

/** The arrays of all outputs that are saved in a notebook; where some are logits, those alone. */
async function arraysOfNotebook(client: WorkerClient, uri: vscode.Uri): Promise<Source> {
  const name = shortName(fileName(uri));
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const found: FoundArray[] = [];
  const places = new Map<FoundArray, string>();
  for (const cell of notebook.getCells()) {
    if (cell.outputs.length === 0) continue;
    const arrays = await offersOfCell(client, cell);
    for (const array of arrays)
      places.set(array, vscode.l10n.t('output of cell {0} in {1}', cell.index + 1, name));
    found.push(...arrays);
  }
  if (found.length === 0) throw new Error(vscode.l10n.t('No array found in the outputs of {0}.', name));
  const logits = found.filter(({ reading, array }) => array && reading.kind === 'logits');
  return { found: logits.length > 0 ? logits : found, origin: vscode.l10n.t('outputs of {0}', name), places };
}

/** Two files as sessions of the worker, for a comparison. Undefined when a choice was dismissed. */
export async function openBoth(
  client: WorkerClient,
  memory: vscode.Memento,
  uris: readonly vscode.Uri[],
  opened: Opened,
): Promise<Pair | undefined> {
  const sessions: number[] = [];
  for (const uri of uris) {
    const content = await openFile(client, memory, uri);
    if (!content) return undefined;
    if (isDump(content)) sessions.push(opened.dump(content.opened.session));
    else {
      const found = content.found.find(({ array }) => array);
      if (!found?.array)
        throw new Error(vscode.l10n.t('No complete array found in {0}.', shortName(fileName(uri))));
      sessions.push(await opened.array(openingOf(found)));
    }
  }
  return { sessions, names: uris.map(fileName) };
}

/** Sessions of two arrays, and what they are called. */
export interface Pair {
  sessions: readonly number[];
  names: readonly string[];
}

/** An array that was found with its values, as the worker opens it. */
export function openingOf({ array, labels, reading, decimals }: FoundArray): OpenRequest {
  return { array: array!, labels: labels?.values, reading: reading.kind, decimals };
}
