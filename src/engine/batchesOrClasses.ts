import * as l10n from '@vscode/l10n';
import { areColumnsAlike } from '../arrays/columnsAlike';
import type { NDArray } from '../arrays/ndarray';
import { printable } from '../arrays/printable';

/** Rows that are looked at. */
const MOST_ROWS = 1000;

/** Throws where arrays of rows of scores, and of as many 0 and 1, are as likely batches of one score a row. */
export function checkArrays(
  { given, ...names }: { logits: string; labels: string; given: NDArray },
  size: { rows: number; classes: number },
): void {
  if (size.rows <= size.classes && mayBeBatches(given)) notBatches(names, size);
}

/** Whether labels of 0 and 1 are alike in every column, as those of batches are. */
function mayBeBatches({ data, shape }: NDArray): boolean {
  const classes = shape.at(-1) ?? 0;
  const rows = Math.min(MOST_ROWS, Math.floor(data.length / classes));
  return areColumnsAlike(
    Array.from({ length: rows }, (_, row) => data.subarray(row * classes, (row + 1) * classes)),
  );
}

/**
 * What is said of rows of several classes that may be batches of one score a row. Throws where that is as likely: of fewer rows than classes
 * nobody computes figures.
 */
export function notBatches(
  { logits, labels }: { logits: string; labels: string },
  { rows, classes }: { rows: number; classes: number },
): string[] {
  if (rows <= classes)
    throw new Error(
      l10n.t(
        '“{0}” holds {1} scores in each record, and “{2}” as many 0 and 1: {1} classes, or a batch of {1} rows. If they are classes, set “loss” to “sigmoid”; else write one record per row.',
        printable(logits, 80),
        classes,
        printable(labels, 80),
      ),
    );
  return [
    l10n.t(
      'Each of the {0} places in “{1}” is read as a class. If a record is a batch of one score per row, write one record per row.',
      classes,
      printable(logits, 80),
    ),
  ];
}
