import { NO_ROWS } from './folds';
import { isAbove } from './rankedRows';

/** A rising function by its corners; straight between them, level beyond. */
export interface RisingSteps {
  x: Float64Array;
  y: Float64Array;
}

/** Scores from the smallest on, the rows that they are of, and the class whose rows are hits. */
export interface RankedScores {
  score: Float64Array;
  places: Int32Array;
  of: number;
}

/**
 * Isotonic regression of hits on scores: the rising function of least squares, by pooling adjacent violators (Barlow et
 * al. 1972). Rows of one score, but for rounding, are one point, as in scikit-learn.
 *
 * @param without rows that are left out
 */
export function fitIsotonic(
  { score, places, of }: RankedScores,
  label: Int32Array,
  without = NO_ROWS,
): RisingSteps {
  const points = places.length;
  const x = new Float64Array(points);
  const mean = new Float64Array(points);
  const rows = new Float64Array(points);
  let n = 0;
  for (let i = 0; i < points; i++) {
    const place = places[i];
    if (place >= without.from && place < without.to) continue;
    if (n === 0 || isAbove(score[i], x[n - 1])) x[n++] = score[i];
    if (label[place] === of) mean[n - 1]++;
    rows[n - 1]++;
  }
  // Each block of the stack: where it starts, its mean and its rows.
  const start = new Int32Array(n);
  const hits = new Float64Array(n);
  const weight = new Float64Array(n);
  let blocks = 0;
  for (let i = 0; i < n; i++) {
    start[blocks] = i;
    hits[blocks] = mean[i];
    weight[blocks] = rows[i];
    blocks++;
    while (blocks > 1 && hits[blocks - 2] * weight[blocks - 1] >= hits[blocks - 1] * weight[blocks - 2]) {
      hits[blocks - 2] += hits[blocks - 1];
      weight[blocks - 2] += weight[blocks - 1];
      blocks--;
    }
  }
  const cornersX: number[] = [];
  const cornersY: number[] = [];
  for (let block = 0; block < blocks; block++) {
    const end = block + 1 < blocks ? start[block + 1] : n;
    const y = hits[block] / weight[block];
    cornersX.push(x[start[block]]);
    cornersY.push(y);
    if (end - 1 === start[block]) continue;
    cornersX.push(x[end - 1]);
    cornersY.push(y);
  }
  return { x: Float64Array.from(cornersX), y: Float64Array.from(cornersY) };
}

/** The function's value; of scores beyond the ones it was fitted to, that of the nearest. */
export function risingAt({ x, y }: RisingSteps, score: number): number {
  const last = x.length - 1;
  if (score <= x[0]) return y[0];
  if (score >= x[last]) return y[last];
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= score) low = middle;
    else high = middle;
  }
  return y[low] + ((y[high] - y[low]) * (score - x[low])) / (x[high] - x[low]);
}
