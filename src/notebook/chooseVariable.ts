import * as vscode from 'vscode';
import { bytesText, shapeText } from '../arrays/ndarray';
import type { Variable } from '../live/answers';
import { pick, type Choice } from '../ui/picks';

export async function chooseVariable(
  variables: readonly Variable[],
  placeHolder = vscode.l10n.t('Select an array'),
): Promise<Variable | undefined> {
  if (variables.length === 0) throw new Error(vscode.l10n.t('The kernel has no matching array.'));
  const picked = await pick(variables.map(asItem), {
    title: vscode.l10n.t('Inspect kernel variable'),
    placeHolder,
  });
  return picked?.value;
}

/** Undefined for none, null when dismissed. Asked only where a variable has one whole number for each row. */
export async function chooseLabels(
  variables: readonly Variable[],
  name: string,
): Promise<Variable | undefined | null> {
  const shape = variables.find((variable) => variable.name === name)?.shape;
  const rows = shape?.slice(0, -1).join();
  const fits = variables.filter(
    (other) => other.name !== name && /int/.test(other.dtype) && other.shape && other.shape.join() === rows,
  );
  if (!rows || fits.length === 0) return undefined;
  const none: Choice<Variable | undefined> = { label: vscode.l10n.t('No labels'), value: undefined };
  const picked = await pick([none, ...fits.map(asItem)], {
    title: vscode.l10n.t('Labels for {0}', name),
    placeHolder: vscode.l10n.t('Select class IDs, one per row'),
  });
  return picked ? picked.value : null;
}

function asItem(variable: Variable): Choice<Variable> {
  const { name, type, dtype, shape, bytes } = variable;
  const about = [shape && shapeText(shape), dtype, bytes === undefined ? '' : bytesText(bytes)];
  return { label: name, description: [type, ...about].filter(Boolean).join(' · '), value: variable };
}
