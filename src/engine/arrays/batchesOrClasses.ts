import * as l10n from '@vscode/l10n';
import { areColumnsAlike } from '../../arrays/columnsAlike';
import type { NDArray } from '../../arrays/ndarray';
import { printable } from '../../arrays/words/printable';
import type { EvaluationOptions } from '../../loss/evaluation/types';

/** Rows that are looked at. */
const MOST_ROWS = 1000;

interface Rows {
  /** What the scores are called. */
  logits?: string;
  /** As they stand there, one for each score. */
  labels?: NDArray & { name: string };
  classNames?: readonly string[];
  /** `several`: a row may have several of the labels. */
  fitted?: { several?: boolean };
}

/** Throws where arrays of rows of scores, and of as many 0 and 1, are as likely batches of one score a row, unless the loss is said. */
export function checkNoBatches(
  { logits = 'logits', labels, classNames, fitted }: Rows,
  size: { rows: number; classes: number },
  { loss }: Pick<EvaluationOptions, 'loss'>,
): void {
  if (!labels || !fitted?.several || loss !== undefined || classNames || size.rows > size.classes) return;
  if (mayBeBatches(labels)) notBatches({ logits, labels: labels.name }, size);
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
      'Each of the {0} positions in “{1}” is read as a class. If a record is a batch of one score per row, write one record per row.',
      classes,
      printable(logits, 80),
    ),
  ];
}
