import { Z95 } from './normal';
import { FOLDS, foldsOf } from './folds';
import { TIE } from './rankedRows';
import { nthSmallest } from './select';
import { proportion } from './wilson';
import type { EvaluatedRows } from './evaluatedRows';
import type { ConformalSets } from './types';

/**
 * Split-conformal sets by the score 1 − p of the label (Sadinle, Lei, Wasserman 2019; Angelopoulos and Bates 2021): the
 * threshold is the ⌈(n + 1) · target⌉-th smallest score. What sets at such a threshold hold is judged on rows that it
 * was not taken from.
 */
export function conformalSets(rows: EvaluatedRows, target: number, seed: number): ConformalSets | undefined {
  const { classes, label, row, probabilities } = rows;
  const n = label.length;
  if (!probabilities || n < 2 * FOLDS) return undefined;
  // Loops: a call for each of a million rows takes longer than everything else here.
  const scores = new Float64Array(n);
  for (let i = 0; i < n; i++) scores[i] = 1 - probabilities[i * classes + label[i]];
  const folds = foldsOf(row, seed);
  const thresholds = Array.from({ length: FOLDS }, (_, fold) =>
    thresholdOf(outsideOf(fold, folds, scores), target),
  );
  let covered = 0;
  let sizes = 0;
  let squares = 0;
  const support = new Int32Array(classes);
  const hits = new Int32Array(classes);
  for (let i = 0; i < n; i++) {
    const threshold = thresholds[folds[i]];
    let size = 0;
    for (let c = i * classes; c < (i + 1) * classes; c++) if (1 - probabilities[c] <= threshold) size++;
    sizes += size;
    squares += size * size;
    support[label[i]]++;
    if (scores[i] > threshold) continue;
    covered++;
    hits[label[i]]++;
  }
  const meanSize = sizes / n;
  const half = Z95 * Math.sqrt(Math.max(0, squares / n - meanSize * meanSize) / n);
  return {
    target,
    threshold: thresholdOf(scores, target),
    coverage: proportion(covered, n)!,
    meanSetSize: {
      value: meanSize,
      interval: [Math.max(0, meanSize - half), Math.min(classes, meanSize + half)],
    },
    perClass: [...support.keys()]
      .filter((id) => support[id] > 0)
      .map((id) => ({ id, coverage: proportion(hits[id], support[id])! })),
  };
}

function outsideOf(fold: number, folds: Uint8Array, scores: Float64Array): Float64Array {
  const outside = new Float64Array(scores.length);
  let count = 0;
  for (let i = 0; i < scores.length; i++) if (folds[i] !== fold) outside[count++] = scores[i];
  return outside.subarray(0, count);
}

/**
 * The ⌈(n + 1) · target⌉-th smallest score, and what is no difference more: probabilities that are equal lie on one side of it. 1, the
 * largest there is, where so few rows say nothing.
 */
function thresholdOf(scores: Float64Array, target: number): number {
  // What is whole but for a last digit is whole.
  const rank = Math.ceil((scores.length + 1) * target - 1e-9);
  return rank > scores.length ? 1 : Math.min(1, nthSmallest(scores, Math.max(0, rank - 1)) + TIE);
}
