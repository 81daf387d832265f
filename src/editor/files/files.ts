import * as vscode from 'vscode';
import type { FoundArray } from '../../arrays/types';
import { fileName } from '../../ui/fileName';
import { shortName } from '../../ui/inert';
import type { WorkerClient } from '../../worker/client';
import type { OpenRequest } from '../../worker/protocol';
import { openArrayFile, type ArrayFile } from './arrayFile';
import { dumpFile, readDump, type ReadDump } from './dumps';
import type { Opened } from './opened';
import { arraysInFocus, arraysPointedAt, offersOfCell, type Source } from '../sources';

/**
 * What a file from the Explorer holds, by its content and name: arrays as bytes, else records, else arrays in its text.
 * Undefined when a choice was dismissed.
 */
export async function openFile(
  client: WorkerClient,
  memory: vscode.Memento,
  uri: vscode.Uri,
): Promise<FileContent | undefined> {
  if (uri.path.endsWith('.ipynb')) {
    return arraysOfNotebook(client, uri);
  }
  const file = await dumpFile(uri);
  if ((await client.call('fileKind', file)) === 'arrays') return { uri, arrayFile: file };
  const dump = await readDump(client, memory, uri, file);
  if (dump === 'dismissed') return undefined;
  if (dump !== 'no-records' && dump !== 'no-logits') return dump;
  const { found, beginning } = await client.call('findInFile', file);
  const name = shortName(file.name);
  if (found.length === 0) throw nothingFound(name, dump, beginning);
  return { found, origin: name };
}

const START = new vscode.Position(0, 0);

/** The file of the active editor, whatever shows it. */
export function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom) return input.uri;
  return vscode.window.activeTextEditor?.document.uri;
}

/**
 * What a command without an argument means: an array that is pointed at, else the file of the active editor as the
 * Explorer's command opens it. A text that is not saved as it stands is searched for arrays.
 */
export async function openFileInFocus(
  client: WorkerClient,
  memory: vscode.Memento,
): Promise<FileContent | undefined> {
  const editor = vscode.window.activeTextEditor;
  const uri = activeFile();
  if (!uri || vscode.window.activeNotebookEditor || editor?.document.isDirty || uri.scheme === 'untitled')
    return arraysInFocus(client);
  // A file opened to look at what is in it has its cursor at the top, where it points at nothing.
  const points = editor && !(editor.selection.isEmpty && editor.selection.active.isEqual(START));
  const pointedAt = points ? await arraysPointedAt(client, editor) : undefined;
  return pointedAt ?? openFile(client, memory, uri);
}

/** What was looked for in a file's text, and what stands there instead. */
function nothingFound(name: string, dump: 'no-records' | 'no-logits', beginning: string): Error {
  const expected = '{"logits": [[2.0, 1.0, 0.1]], "labels": [0]}';
  if (beginning === '')
    return new Error(vscode.l10n.t('{0} is empty. Expected logits such as {1}.', name, expected));
  return new Error(
    dump === 'no-logits'
      ? vscode.l10n.t(
          'No logits found in {0}: no field of its records holds a list of numbers, and its text holds no array. Expected logits such as {1}.',
          name,
          expected,
        )
      : vscode.l10n.t(
          'No array or records found in {0}. Expected logits such as {1}, got text that begins with “{2}”.',
          name,
          expected,
          beginning,
        ),
  );
}

export type FileContent = ArrayFile | ReadDump | Source;

export function isArrayFile(content: FileContent): content is ArrayFile {
  return 'arrayFile' in content;
}

export function isDump(content: FileContent): content is ReadDump {
  return 'opened' in content;
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
    if (isArrayFile(content)) sessions.push(await openArrayFile(client, content, opened));
    else if (isDump(content)) sessions.push(opened.dump(content.opened.session));
    else {
      const found = content.found.find(({ array, reading }) => array && reading.kind !== 'class-labels');
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
