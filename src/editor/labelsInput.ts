import * as vscode from 'vscode';
import type { FoundArray } from '../arrays/types';
import { shapeText } from '../arrays/ndarray';
import type { WorkerClient } from '../worker/client';

/** Asks for labels, checking as one types. Undefined when the box was dismissed. */
export async function askForLabels(client: WorkerClient, found: FoundArray): Promise<FoundArray | undefined> {
  const { shape, classNames } = found;
  const read = (text: string) => client.call('readLabels', { text, shape, classNames });
  const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const text = await vscode.window.showInputBox({
    title: 'Compute softmax loss',
    prompt: `Labels for ${found.name ? `"${found.name}" ` : 'logits '}${shapeText(shape)}: ${rows} class ${rows === 1 ? 'id' : 'ids'}, or a distribution per row`,
    placeHolder: rows === 1 ? '0' : '[0, 1, …]',
    ignoreFocusOut: true,
    async validateInput(value) {
      const labels = await read(value);
      return 'problem' in labels
        ? labels.problem
        : { message: labels.summary, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  if (text === undefined) return undefined;
  const labels = await read(text);
  if ('problem' in labels) throw new Error(`The labels: ${labels.problem}`);
  return {
    ...found,
    labels: {
      kind: labels.kind === 'class-ids' ? 'class-ids' : 'soft',
      values: labels.labels,
      source: 'typed by hand',
    },
  };
}
