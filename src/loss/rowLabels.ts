import * as l10n from '@vscode/l10n';
import type { NDArray } from '../arrays/ndarray';
import { NO_LABEL } from '../arrays/noLabel';
import { classAxisLast } from './classAxis';
import { labelsKind } from './labels';

/** What labels are checked against. */
interface Labelled {
  shape: readonly number[];
  classAxis: number;
  rows: number;
  classes: number;
}

/** Labels of all rows: class ids, and the rows of numbers they come from where they are not ids. */
export interface RowLabels {
  label: Int32Array;
  /** Rows × classes. */
  soft?: Float32Array | Float64Array;
}

/** Labels of all rows. Whole numbers that are no class leave their rows out, which an audit tells. */
export function labelsOf(labels: NDArray, { rows, classes, shape, classAxis }: Labelled): RowLabels {
  if (labelsKind(labels, shape, classAxis) === 'class-ids') {
    labels.data.forEach((id, row) => checkClassId(id, row, classes));
    return { label: Int32Array.from(labels.data) };
  }
  const soft = classAxisLast(labels, classAxis);
  const label = Int32Array.from({ length: rows }, (_, row) => {
    let best = row * classes;
    for (let i = best + 1; i < (row + 1) * classes; i++) if (soft[i] > soft[best]) best = i;
    return best - row * classes;
  });
  return { label, soft };
}

/** Throws, naming the row, where a label is no whole number. */
function checkClassId(id: number, row: number, classes: number): void {
  if (id === NO_LABEL || (Number.isInteger(id) && Math.abs(id) < 2 ** 31)) return;
  throw new Error(l10n.t('labels[{0}] is {1}; valid class IDs are 0 to {2}', row, id, classes - 1));
}
