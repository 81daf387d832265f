import * as vscode from 'vscode';
import type { FoundArray } from '../arrays/types';
import { shapeText } from '../arrays/ndarray';
import { shortName } from '../ui/inert';
import { askForText } from '../ui/picks';
import type { WorkerClient } from '../worker/client';

/** Asks for labels, checking as one types. Undefined when the box was dismissed. */
export async function askForLabels(client: WorkerClient, found: FoundArray): Promise<FoundArray | undefined> {
  const { shape, classNames } = found;
  const read = (text: string) => client.call('readLabels', { text, shape, classNames });
  const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const array =
    found.name === undefined ? shapeText(shape) : `${shortName(found.name)} (${shapeText(shape)})`;
  const text = await askForText(
    {
      title: vscode.l10n.t('Compute softmax loss'),
      prompt:
        rows === 1
          ? vscode.l10n.t('Enter labels for {0}: a class ID, or a distribution', array)
          : vscode.l10n.t('Enter labels for {0}: {1} class IDs, or a distribution per row', array, rows),
      placeHolder: rows === 1 ? '0' : '[0, 1, …]',
    },
    read,
  );
  if (text === undefined) return undefined;
  const labels = await read(text);
  if ('problem' in labels) throw new Error(vscode.l10n.t('Labels: {0}', labels.problem));
  return {
    ...found,
    labels: {
      kind: labels.kind === 'class-ids' ? 'class-ids' : 'soft',
      values: labels.labels,
      source: vscode.l10n.t('entered by hand'),
    },
  };
}
