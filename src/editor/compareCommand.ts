import * as vscode from 'vscode';
import type { FoundArray } from '../arrays/types';
import { shapeText } from '../arrays/ndarray';
import { readingName } from '../arrays/words/readingName';
import { pickMany } from '../ui/picks';
import { withProgress } from '../ui/progress';
import type { WorkerClient } from '../worker/client';
import { comparisonText } from './comparisonText';
import { openBoth, openingOf, type Pair } from './files/files';
import { closingAfter, type Opened } from './files/opened';
import { arraysInFocus } from './sources';

/** "Compare two arrays": two files chosen in the Explorer, or two arrays of the selection or cell in focus. */
export async function compareArrays(
  client: WorkerClient,
  memory: vscode.Memento,
  uris: readonly vscode.Uri[] | undefined,
): Promise<void> {
  const result = await closingAfter(client, async (opened) => {
    const pair =
      uris?.length === 2 ? await openBoth(client, memory, uris, opened) : await openFocused(client, opened);
    if (!pair) return undefined;
    const [first, second] = pair.sessions;
    const comparison = await withProgress(vscode.l10n.t('Comparing'), (signal, onProgress) =>
      client.call('compare', { first, second, settings: { temperature: 1 } }, { signal, onProgress }),
    );
    return { comparison, names: pair.names };
  });
  if (!result) return;
  const content = comparisonText(result.comparison, result.names);
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: false });
}

async function openFocused(client: WorkerClient, opened: Opened): Promise<Pair | undefined> {
  const { found, origin } = await arraysInFocus(client);
  const whole = found.filter(
    ({ array, reading }) => array && array.shape.length > 0 && reading.kind !== 'class-labels',
  );
  if (whole.length < 2)
    throw new Error(
      vscode.l10n.t(
        'Select two arrays of the same shape, or two files in the Explorer. Arrays found ({0}): {1}.',
        origin,
        whole.length,
      ),
    );
  const pair = whole.length === 2 ? whole : await pickTwo(whole);
  if (!pair) return undefined;
  const sessions: number[] = [];
  for (const array of pair) sessions.push(await opened.array(openingOf(array)));
  return { sessions, names: pair.map(({ name }, i) => name ?? vscode.l10n.t('array {0}', i + 1)) };
}

async function pickTwo(arrays: readonly FoundArray[]): Promise<FoundArray[] | undefined> {
  const choices = arrays.map((array) => ({
    label: array.name ?? readingName(array.reading.kind),
    description: shapeText(array.shape),
    value: array,
  }));
  const picked = await pickMany(choices, {
    title: vscode.l10n.t('Compare two arrays'),
    placeHolder: vscode.l10n.t('Select two arrays'),
  });
  if (!picked) return undefined;
  if (picked.length !== 2) throw new Error(vscode.l10n.t('Select two arrays, not {0}.', picked.length));
  return picked.map(({ value }) => value);
}
