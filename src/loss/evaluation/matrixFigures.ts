import { columnOf, placesUpTo } from './columns';
import { orderBy } from './orderBy';
import { BINS, binOf, endsOfBins, isAbove, TIE, tiesOf } from './rankedRows';

/** Rows with the probability of every class. */
export interface ProbabilityRows {
  classes: number;
  label: Int32Array;
  /** Rows × classes. */
  probabilities: Float64Array;
}

/** Figures that look at every class's probability, by class. */
export interface MatrixFigures {
  /** Expected calibration error of each class's own probability over all rows. */
  ece: Float64Array;
  /** Each class against the rest; NaN where it is every row's label or none's. */
  auroc: Float64Array;
  /** Murphy's parts of the Brier score, summed over the classes. */
  reliability: number;
  resolution: number;
  uncertainty: number;
}

/** What those figures are made of: bins of each class one after the other, and how far each class stands above the rest. */
interface ClassSums {
  n: number;
  support: Float64Array;
  count: Float64Array;
  hits: Float64Array;
  sum: Float64Array;
  /** Over pairs of a row of the class and another one: 1 where the first has the larger probability, ½ where it is equal. */
  above: Float64Array;
}

function noSums(classes: number): ClassSums {
  const [support, above] = [0, 1].map(() => new Float64Array(classes));
  const [count, hits, sum] = [0, 1, 2].map(() => new Float64Array(classes * BINS));
  return { n: 0, support, count, hits, sum, above };
}

/**
 * Over ten equal-width bins of p of one class: Σ n_b/n |o_b − p_b|, o_b the share of its rows; and Σ n_b/n (p_b − o_b)²,
 * Σ n_b/n (o_b − o)² and o (1 − o), of which Murphy (1973) made reliability, resolution and uncertainty.
 */
function figuresOf({ n, support, count, hits, sum, above }: ClassSums): MatrixFigures {
  const ece = new Float64Array(support.length);
  const parts = { reliability: 0, resolution: 0, uncertainty: 0 };
  for (let c = 0; c < support.length; c++) {
    const base = support[c] / n;
    for (let bin = c * BINS; bin < (c + 1) * BINS; bin++) {
      const rows = count[bin];
      if (rows === 0) continue;
      const share = hits[bin] / rows;
      const gap = share - sum[bin] / rows;
      ece[c] += (rows / n) * Math.abs(gap);
      parts.reliability += (rows / n) * gap * gap;
      parts.resolution += (rows / n) * (share - base) ** 2;
    }
    parts.uncertainty += base * (1 - base);
  }
  // 0/0 where all rows are of the class, or none is.
  return { ...parts, ece, auroc: above.map((pairs, c) => pairs / (support[c] * (n - support[c]))) };
}

/** The figures of rows that count once each. */
export function matrixFigures({ classes, label, probabilities }: ProbabilityRows): MatrixFigures {
  const n = label.length;
  const sums = noSums(classes);
  const { support, count, hits, sum, above } = sums;
  sums.n = n;
  for (let row = 0; row < n; row++) support[label[row]]++;
  const scores = new Float64Array(n);
  for (let c = 0; c < classes; c++) {
    const own = new Float64Array(support[c]);
    for (let row = 0, at = c, positives = 0; row < n; row++, at += classes) {
      const p = probabilities[at];
      const bin = c * BINS + binOf(p);
      scores[row] = p;
      count[bin]++;
      sum[bin] += p;
      if (label[row] !== c) continue;
      hits[bin]++;
      own[positives++] = p;
    }
    above[c] = pairsAbove(own, scores);
  }
  return figuresOf(sums);
}

/** Over pairs of an own score and one of the others: 1 where the own is larger, ½ where they are equal but for rounding. */
function pairsAbove(own: Float64Array, all: Float64Array): number {
  if (own.length === 0) return 0;
  // Of n scores, m of them own, m (n − m) pairs are looked at; those of two own ones are equal in sum.
  const { length: m } = own;
  const twiceBelow = belowOf(edgesOf(own.sort()), all);
  return m * (all.length - m) - (twiceBelow - m * m) / 2;
}

/** Between which numbers a score is taken for equal, of all scores, in their order. */
function edgesOf(sorted: Float64Array): Float64Array<ArrayBuffer> {
  const edges = new Float64Array(2 * sorted.length);
  const low = (i: number) => sorted[i] * (1 - TIE) - Number.MIN_VALUE;
  for (let i = 0, j = 0, at = 0; j < sorted.length;) {
    const high = sorted[j] * (1 + TIE);
    if (i < sorted.length && low(i) <= high) edges[at++] = low(i++);
    else {
      edges[at++] = high;
      j++;
    }
  }
  return edges;
}

/** Cells that edges are looked up in: their starts stay in the cache. */
const CELLS = 1 << 16;
/** Where the upper half of a double is: second on every machine that counts from the little end. */
const UPPER = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** How many edges are below each value, in sum: a table of cells by the upper bits leaves few to be looked through. */
function belowOf(edges: Float64Array<ArrayBuffer>, values: Float64Array): number {
  // The upper halves of doubles rise with them; an edge below 0 is one of 0.
  const halves = new Int32Array(edges.buffer);
  const first = Math.max(0, halves[UPPER]);
  const range = halves[halves.length - 2 + UPPER] - first;
  let shift = 0;
  while (range >>> shift >= Math.min(CELLS, edges.length)) shift++;
  const cells = range >>> shift;
  const cellOf = (upper: number) => Math.min(cells, (Math.max(upper, first) - first) >>> shift);
  const starts = new Int32Array(cells + 2);
  for (let at = UPPER; at < halves.length; at += 2) starts[cellOf(halves[at]) + 1]++;
  for (let cell = 1; cell < starts.length; cell++) starts[cell] += starts[cell - 1];
  const uppers = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  let below = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const cell = cellOf(uppers[2 * i + UPPER]);
    let low = starts[cell];
    let high = starts[cell + 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (edges[middle] < value) low = middle + 1;
      else high = middle;
    }
    below += low;
  }
  return below;
}

/** One class's rows by rising probability: a resample reads straight on. */
interface ClassRanks {
  place: Int32Array;
  probability: Float64Array;
  /** Where each bin ends. */
  binEnd: Int32Array;
  /** The class's own rows by their rank, and the ranks from and to which rows are as probable. */
  own: Int32Array;
  tieFrom: Int32Array;
  tieTo: Int32Array;
}

/** The same figures of rows that each count as often as a weight says, time and again. */
export class ResampledMatrixFigures {
  private readonly ranks: ClassRanks[];
  private readonly sums: ClassSums;
  /** Rows before each rank, counted as their weights say. */
  private readonly before: Int32Array;

  constructor(private readonly rows: ProbabilityRows) {
    this.ranks = Array.from({ length: rows.classes }, (_, c) => classRanks(rows, c));
    this.sums = noSums(rows.classes);
    this.before = new Int32Array(rows.label.length + 1);
  }

  of(weight: Uint8Array): MatrixFigures {
    const { support, above } = this.sums;
    const { label } = this.rows;
    support.fill(0);
    for (let row = 0; row < label.length; row++) support[label[row]] += weight[row];
    for (let c = 0; c < this.ranks.length; c++) {
      this.addBins(c, weight);
      above[c] = this.pairsAbove(c);
    }
    this.sums.n = this.before[label.length];
    return figuresOf(this.sums);
  }

  private addBins(c: number, weight: Uint8Array): void {
    const { count, sum, hits } = this.sums;
    const { place, probability, binEnd, own } = this.ranks[c];
    const { before } = this;
    let n = 0;
    for (let bin = 0, i = 0, at = 0; bin < BINS; bin++) {
      const end = binEnd[bin];
      const from = n;
      let total = 0;
      for (; i < end; i++) {
        const w = weight[place[i]];
        total += w * probability[i];
        before[i + 1] = n = (n + w) | 0;
      }
      let right = 0;
      for (; at < own.length && own[at] < end; at++) right += before[own[at] + 1] - before[own[at]];
      count[c * BINS + bin] = n - from;
      sum[c * BINS + bin] = total;
      hits[c * BINS + bin] = right;
    }
  }

  private pairsAbove(c: number): number {
    const { own, tieFrom, tieTo } = this.ranks[c];
    const { before } = this;
    let pairs = 0;
    let ownBelow = 0;
    for (let at = 0; at < own.length;) {
      const from = tieFrom[at];
      const to = tieTo[at];
      let tied = 0;
      for (; at < own.length && own[at] < to; at++) tied += before[own[at] + 1] - before[own[at]];
      pairs += tied * (before[from] - ownBelow + (before[to] - before[from] - tied) / 2);
      ownBelow += tied;
    }
    return pairs;
  }
}

function classRanks({ classes, label, probabilities }: ProbabilityRows, c: number): ClassRanks {
  const n = label.length;
  const score = columnOf(probabilities, classes, c);
  const place = orderBy(score, placesUpTo(n));
  const probability = score.slice();
  const own: number[] = [];
  for (let i = 0; i < n; i++) {
    probability[i] = score[place[i]];
    if (label[place[i]] === c) own.push(i);
  }
  const endsTie = (i: number) => i + 1 >= n || isAbove(probability[i + 1], probability[i]);
  return {
    place,
    probability,
    binEnd: endsOfBins(Uint8Array.from(probability, binOf)),
    own: Int32Array.from(own),
    ...tiesOf(own, n, endsTie),
  };
}

/** The plain mean; NaN where one is not defined, as scikit-learn refuses it. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/**
 * Average precision Σ (R_k − R_{k−1}) P_k over falling scores, equal ones at once (scikit-learn's).
 *
 * @param order places by rising score
 */
export function averagePrecision(
  score: Float64Array,
  isPositive: (place: number) => boolean,
  order: Int32Array,
): number {
  let hits = 0;
  let seen = 0;
  let tied = 0;
  let sum = 0;
  for (let i = order.length - 1; i >= 0; i--) {
    seen++;
    if (isPositive(order[i])) tied++;
    if (i > 0 && score[order[i - 1]] === score[order[i]]) continue;
    hits += tied;
    sum += tied * (hits / seen);
    tied = 0;
  }
  return hits === 0 ? NaN : sum / hits;
}
