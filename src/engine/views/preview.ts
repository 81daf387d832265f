import { ndarray, sizeOf, type NDArray } from '../../arrays/ndarray';
import { classAxisLast } from '../../loss/classAxis';
import { logitsOf } from '../../loss/distribution';
import { rowsSummary, rowSummary } from '../../numerics/index';
import { withRest } from '../../arrays/partial';
import type { FoundArray, ReadingKind } from '../../arrays/types';
import { MAX_BINS, MAX_PREVIEW_ROWS, type Preview, type RowBars } from '../../worker/protocol';

const RANKED = 5;

/** Readings whose rows are distributions over classes, or may be: a sigmoid's scores and labels are not. */
const DISTRIBUTIONS: readonly ReadingKind[] = ['logits', 'probabilities', 'log-probabilities', 'other'];

/** The first rows of a found array at a glance; undefined where there is nothing to draw. */
export function previewOf({ array: given, classAxis, partial, reading }: FoundArray): Preview | undefined {
  const { kind } = reading;
  const printed = given && classAxis !== undefined ? withClassesLast(given, classAxis) : given;
  const array =
    printed && partial && (kind === 'probabilities' || kind === 'log-probabilities')
      ? withRest(printed, kind)
      : printed;
  if (!array || array.shape.length === 0 || array.data.length === 0) return undefined;
  const classes = array.shape[array.shape.length - 1];
  if (classes < 2 || !DISTRIBUTIONS.includes(reading.kind)) return undefined;
  const rows = sizeOf(array.shape) / classes;
  const shown = Math.min(rows, MAX_PREVIEW_ROWS);
  const values = array.data.subarray(0, shown * classes);
  const logits = logitsOf(values, reading.kind);
  const summary = rowsSummary(ndarray(logits, [shown, classes]));
  const first = rowSummary(logits.subarray(0, classes), { k: RANKED }).top;
  const order = Int32Array.from({ length: shown }, (_, row) => row);
  return {
    rows,
    classes,
    top: summary.top,
    topProbability: summary.topProbability,
    entropy: summary.entropy,
    bars: rowBars(logits, classes, order, summary.logSumExp, 1),
    ranking: { classes: first.indices, probabilities: first.probabilities },
    flags: summary.flags,
  };
}

function withClassesLast(array: NDArray, axis: number): NDArray {
  const { shape } = array;
  return ndarray(classAxisLast(array, axis), [...shape.filter((_, i) => i !== axis), shape[axis]]);
}

/**
 * Heights of mini bars: probabilities, or the largest of a run of neighbouring classes when there are more
 * classes than bins. A row without a distribution has no bars.
 *
 * @param logSumExp one per entry of `order`, at the same temperature
 */
export function rowBars(
  data: Float32Array | Float64Array,
  classes: number,
  order: Int32Array,
  logSumExp: Float64Array,
  temperature: number,
): RowBars {
  const bins = Math.min(classes, MAX_BINS);
  const heights = new Float32Array(order.length * bins);
  order.forEach((row, at) => {
    if (!Number.isFinite(logSumExp[at])) return;
    for (let bin = 0; bin < bins; bin++) {
      const from = Math.ceil((bin * classes) / bins);
      const to = Math.ceil(((bin + 1) * classes) / bins);
      let largest = -Infinity;
      for (let i = from; i < to; i++) largest = Math.max(largest, data[row * classes + i]);
      heights[at * bins + bin] = Math.exp(largest / temperature - logSumExp[at]);
    }
  });
  return { bins, heights };
}
