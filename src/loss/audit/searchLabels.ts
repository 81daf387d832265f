import { logSoftmax } from '../../numerics';
import { ndarray } from '../../arrays/ndarray';

/** Labels that reproduce a printed loss. */
interface LabelSearch {
  reduction: 'mean' | 'sum';
  /** How many assignments of labels do; more than can be told apart where it is above 1. */
  solutions: number;
  /** The assignment that the model finds most probable among the first ones found. */
  labels: Int32Array;
}

/** Sums of half the rows that are listed; beyond, the search is given up. */
const MAX_HALF = 1 << 18;
/** Assignments that are compared; the rest are only counted. */
const MAX_COMPARED = 1000;

/**
 * Searches class ids whose mean (or sum) of losses lies within `tolerance` of `printed`: the sums of the first half of
 * the rows are listed and sorted, and each sum of the second half looks up its counterpart. Undefined where there are
 * too many assignments to try, or none fits.
 */
export function searchLabels(
  logits: Float64Array | Float32Array,
  classes: number,
  printed: number,
  tolerance: number,
): LabelSearch[] | undefined {
  const rows = logits.length / classes;
  const half = Math.floor(rows / 2);
  if (rows === 0 || classes ** (rows - half) > MAX_HALF) return undefined;
  const log = logSoftmax(ndarray(Float64Array.from(logits), [rows, classes])).data;
  const losses = Float64Array.from(log, (x) => -x);
  const first = sumsOf(losses.subarray(0, half * classes), classes);
  const second = sumsOf(losses.subarray(half * classes), classes);
  const order = Int32Array.from(first, (_, i) => i).sort((a, b) => first[a] - first[b]);
  const sorted = Float64Array.from(order, (i) => first[i]);
  const found: LabelSearch[] = [];
  for (const reduction of rows === 1 ? (['mean'] as const) : (['mean', 'sum'] as const)) {
    const scale = reduction === 'mean' ? rows : 1;
    const low = (printed - tolerance) * scale;
    const high = (printed + tolerance) * scale;
    let solutions = 0;
    let compared = 0;
    let best: { sum: number; first: number; second: number } | undefined;
    for (let j = 0; j < second.length; j++) {
      const from = lowerBound(sorted, low - second[j]);
      const to = lowerBound(sorted, high - second[j], true);
      solutions += to - from;
      for (let i = from; i < to && compared < MAX_COMPARED; i++, compared++) {
        const sum = sorted[i] + second[j];
        if (!best || sum < best.sum) best = { sum, first: order[i], second: j };
      }
    }
    if (best)
      found.push({
        reduction,
        solutions,
        labels: Int32Array.from([
          ...digits(best.first, half, classes),
          ...digits(best.second, rows - half, classes),
        ]),
      });
  }
  return found.length > 0 ? found : undefined;
}

/** The sum of one loss per row, for every choice of classes; the last row's class counts fastest. */
function sumsOf(losses: Float64Array, classes: number): Float64Array {
  let sums = new Float64Array(1);
  for (let row = 0; row < losses.length / classes; row++) {
    const next = new Float64Array(sums.length * classes);
    for (let i = 0; i < sums.length; i++) {
      for (let c = 0; c < classes; c++) next[i * classes + c] = sums[i] + losses[row * classes + c];
    }
    sums = next;
  }
  return sums;
}

function digits(value: number, count: number, base: number): number[] {
  const out = new Array<number>(count);
  for (let i = count - 1; i >= 0; i--) {
    out[i] = value % base;
    value = Math.floor(value / base);
  }
  return out;
}

/** The first index whose value is at least `value`, or above it. */
function lowerBound(sorted: Float64Array, value: number, above = false): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value || (above && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
