import { placesUpTo } from './columns';
import type { ProbabilityRows } from './matrixFigures';
import { orderBy } from './orderBy';

/** Below this probability of its label a view lists a row as one whose label looks wrong. */
export const UNLIKELY = 0.01;

/** A row whose label looks wrong. */
interface LabelError {
  /** Its place among the rows. */
  at: number;
  /** The class that it looks like. */
  likely: number;
  /** The probability of its label. */
  selfConfidence: number;
  /** That probability less the largest of another class, mapped to 0 … 1. */
  normalisedMargin: number;
}

/**
 * Rows off the diagonal of the confident joint (Northcutt, Jiang, Chuang, "Confident Learning", 2021): some class other
 * than the label is given at least the mean probability that rows labelled so are given for it, and, of all classes of
 * which that holds, the most probable is not the label. By the probability of the label, the least sure of it first.
 * They look wrong; that they are, nobody has said.
 *
 * @param usual the mean probability of each class over the rows labelled so, where it is of more rows than these
 */
export function labelErrors(
  { classes, label, probabilities }: ProbabilityRows,
  usual = usualConfidence({ classes, label, probabilities }),
): LabelError[] {
  const errors: LabelError[] = [];
  for (let at = 0; at < label.length; at++) {
    const from = at * classes;
    const own = label[at];
    let likely = -1;
    let largest = -Infinity;
    for (let c = 0; c < classes; c++) {
      const p = probabilities[from + c];
      if (c !== own && p > largest) largest = p;
      if (p >= usual[c] && (likely < 0 || p > probabilities[from + likely])) likely = c;
    }
    if (likely < 0 || likely === own) continue;
    const selfConfidence = probabilities[from + own];
    errors.push({ at, likely, selfConfidence, normalisedMargin: (selfConfidence - largest + 1) / 2 });
  }
  const confidence = new Float64Array(errors.length);
  for (let i = 0; i < confidence.length; i++) confidence[i] = errors[i].selfConfidence;
  return Array.from(orderBy(confidence, placesUpTo(confidence.length)), (i) => errors[i]);
}

/** The mean probability of each class over the rows labelled so; infinite where there are none. */
function usualConfidence({ classes, label, probabilities }: ProbabilityRows): Float64Array {
  const sum = new Float64Array(classes);
  const rows = new Float64Array(classes);
  for (let at = 0; at < label.length; at++) {
    sum[label[at]] += probabilities[at * classes + label[at]];
    rows[label[at]]++;
  }
  return sum.map((total, c) => (rows[c] > 0 ? total / rows[c] : Infinity));
}
