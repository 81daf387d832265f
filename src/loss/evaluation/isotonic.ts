import { NO_ROWS, type Span } from './folds';

/** What is closer is one score, as in scikit-learn, whose fit is what the code that is copied makes. */
const APART = 1e-15;

/** A rising function by its corners; straight between them, level beyond. */
interface RisingSteps {
  x: readonly number[];
  y: readonly number[];
}

/** Scores from the smallest on, the rows that they are of, and the class whose rows are hits. */
interface RankedScores {
  score: Float64Array;
  places: Int32Array;
  of: number;
}

/** What a fit works in: of thousands of classes each has fits of its own, and memory for each would take longer than they do. */
class Room {
  readonly score: Float64Array;
  readonly mean: Float64Array;
  readonly rows: Float64Array;
  /** Of each block of the stack: where it starts, its hits and its rows. */
  readonly start: Int32Array;
  readonly hits: Float64Array;
  readonly weight: Float64Array;

  constructor(points: number) {
    this.start = new Int32Array(points);
    [this.score, this.mean, this.rows, this.hits, this.weight] = Array.from(
      { length: 5 },
      () => new Float64Array(points),
    );
  }
}

/**
 * Isotonic regression of hits on scores, for several rankings of as many rows: the rising function of least squares, by pooling
 * adjacent violators (Barlow et al. 1972). Rows of one score, but for rounding, are one point, as in scikit-learn.
 *
 * @param without rows that are left out
 */
export function fitIsotonic(
  rankings: readonly RankedScores[],
  label: Int32Array,
  without = NO_ROWS,
): RisingSteps[] {
  const room = new Room(label.length);
  return rankings.map((ranking) => fitOne(ranking, label, without, room));
}

function fitOne(
  { score, places, of }: RankedScores,
  label: Int32Array,
  without: Span,
  { score: x, mean, rows, start, hits, weight }: Room,
): RisingSteps {
  let n = 0;
  for (let i = 0; i < places.length; i++) {
    const place = places[i];
    if (place >= without.from && place < without.to) continue;
    if (n === 0 || score[i] - x[n - 1] >= APART) {
      mean[n] = rows[n] = 0;
      x[n++] = score[i];
    }
    if (label[place] === of) mean[n - 1]++;
    rows[n - 1]++;
  }
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
  const steps: { x: number[]; y: number[] } = { x: [], y: [] };
  for (let block = 0; block < blocks; block++) {
    const end = block + 1 < blocks ? start[block + 1] : n;
    const y = hits[block] / weight[block];
    steps.x.push(x[start[block]]);
    steps.y.push(y);
    if (end - 1 === start[block]) continue;
    steps.x.push(x[end - 1]);
    steps.y.push(y);
  }
  return steps;
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
