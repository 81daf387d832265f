import * as l10n from '@vscode/l10n';

/** Throws unless the label is a class of a row of `classes`. */
export function checkLabel(label: number, classes: number): void {
  if (Number.isInteger(label) && label >= 0 && label < classes) return;
  throw new Error(l10n.t('label: expected an integer from 0 to {0}, got {1}', classes - 1, label));
}

/** Throws unless k can count classes. */
export function checkCount(k: number): void {
  if (Number.isInteger(k) && k >= 0) return;
  throw new Error(l10n.t('k: expected a non-negative integer, got {0}', k));
}

/** What is said of a class id that is none. */
export function unknownClassId(
  what: 'classIds' | 'labels',
  row: number,
  id: number,
  classes: number,
  ignoreIndex: number,
): Error {
  return new Error(
    l10n.t(
      '{0}: expected an integer from 0 to {1}, or {2} to ignore the row, got {3} in row {4}',
      what,
      classes - 1,
      ignoreIndex,
      id,
      row,
    ),
  );
}
