import { finish, weightedRows, type AllWeightedRows, type Steps } from '../../numerics';
import { columnOf, listsOf, placesUpTo } from './columns';
import { UPPER } from './halves';
import { orderBy } from './orderBy';
import { BINS, binOf, endsOfBins, isAbove, NEAR } from './rankedRows';

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
export const matrixFigures = (rows: ProbabilityRows): MatrixFigures => finish(matrixSteps(rows));

/** `matrixFigures`, class by class. */
export function* matrixSteps({ classes, label, probabilities }: ProbabilityRows): Steps<MatrixFigures> {
  const sums = noSums(classes);
  const { support, count, hits, sum, above } = sums;
  const n = label.length;
  sums.n = n;
  // Class after class: what is looked up of each is read straight on.
  const columns = new Float64Array(probabilities.length);
  for (let row = 0, at = 0; row < n; row++) {
    for (let c = 0, bins = 0, to = row; c < classes; c++, at++, bins += BINS, to += n) {
      const p = probabilities[at];
      const bin = bins + binOf(p);
      count[bin]++;
      sum[bin] += p;
      columns[to] = p;
    }
    const id = label[row];
    support[id]++;
    hits[id * BINS + binOf(probabilities[at - classes + id])]++;
  }
  const own = ownProbabilities({ classes, label, probabilities }, support);
  for (let c = 0; c < classes; c++) {
    const { length: m } = own[c];
    if (m === 0) continue;
    yield { done: c, total: classes };
    const twiceBelow = new SortedScores(own[c]).twiceBelow(columns.subarray(c * n, (c + 1) * n), label, c);
    above[c] = m * (n - m) - twiceBelow / 2;
  }
  return figuresOf(sums);
}

/** Of each class what its own rows give it. */
function ownProbabilities(
  { classes, label, probabilities }: ProbabilityRows,
  support: Float64Array,
): Float64Array<ArrayBuffer>[] {
  const own = Array.from(support, (rows) => new Float64Array(rows));
  const next = new Int32Array(classes);
  for (let row = 0, at = 0; row < label.length; row++, at += classes) {
    const id = label[row];
    own[id][next[id]++] = probabilities[at + id];
  }
  return own;
}

/** Cells that scores are looked up in: what is known of each stays in the cache. */
const CELLS = 1048576;
/** Cells for each score: many values lie in one without any, and are done with. */
const CELLS_PER_SCORE = 2;

/** Scores of 0 to 1 that others are looked up among: a table by their upper bits leaves few to be looked through. */
class SortedScores {
  private readonly first: number;
  private readonly shift: number;
  /** Twice the scores below each cell, and 1 more where one lies in it, or so near that a value in it may be equal. */
  private readonly cells: Int32Array;
  private readonly scores: Float64Array<ArrayBuffer>;

  constructor(unsorted: Float64Array<ArrayBuffer>) {
    const order = orderBy(unsorted, placesUpTo(unsorted.length));
    const scores = new Float64Array(order.length);
    for (let i = 0; i < scores.length; i++) scores[i] = unsorted[order[i]];
    this.scores = scores;
    // The upper halves of such doubles rise with them.
    const halves = new Int32Array(scores.buffer);
    this.first = halves[UPPER];
    const range = halves[halves.length - 2 + UPPER] - this.first;
    let shift = 0;
    while (range >>> shift >= Math.min(CELLS, CELLS_PER_SCORE * scores.length)) shift++;
    this.shift = shift;
    // All values below the first cell lie in it, and those above in the last.
    this.cells = new Int32Array((range >>> shift) + 2);
    const { cells } = this;
    for (let at = UPPER; at < halves.length; at += 2) cells[((halves[at] - this.first) >>> shift) + 1] += 2;
    for (let cell = 1; cell < cells.length; cell++) cells[cell] += cells[cell - 1];
    this.markNear();
  }

  private markNear(): void {
    const { scores, cells } = this;
    const near = new Float64Array(2);
    const uppers = new Int32Array(near.buffer);
    for (const score of scores) {
      near[0] = score * (1 - NEAR);
      near[1] = score * (1 + NEAR);
      const last = this.cellOf(uppers[2 + UPPER]);
      for (let cell = this.cellOf(uppers[UPPER]); cell <= last; cell++) cells[cell] |= 1;
    }
  }

  private cellOf(upper: number): number {
    const from = upper - this.first;
    return from < 0 ? 0 : Math.min(this.cells.length - 2, from >>> this.shift);
  }

  /** How many scores are below each value but those of a label, equal ones by half, in sum and twice. */
  twiceBelow(values: Float64Array, label: Int32Array, own: number): number {
    const { cells, first, shift } = this;
    const halves = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
    const lastCell = cells.length - 2;
    let twice = 0;
    for (let at = 0; at < values.length; at++) {
      if (label[at] === own) continue;
      const from = halves[2 * at + UPPER] - first;
      const cell = from < 0 ? 0 : Math.min(lastCell, from >>> shift);
      const below = cells[cell];
      if ((below & 1) === 0) twice += below;
      else twice += this.twiceBelowOf(values[at], below >>> 1, cells[cell + 1] >>> 1);
    }
    return twice;
  }

  /** The same of one value, which stands between two places. */
  private twiceBelowOf(value: number, low: number, high: number): number {
    const { scores } = this;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (scores[middle] < value) low = middle + 1;
      else high = middle;
    }
    const hasNoEqual =
      (low === 0 || isAbove(value, scores[low - 1])) &&
      (low === scores.length || isAbove(scores[low], value));
    return hasNoEqual ? 2 * low : this.twiceBelowOfEqual(value, low);
  }

  /** The same where scores are equal to it, beside the place that it would stand at. */
  private twiceBelowOfEqual(value: number, place: number): number {
    const { scores } = this;
    const below = firstWhere(0, place, (i) => !isAbove(value, scores[i]));
    const notAbove = firstWhere(place, scores.length, (i) => isAbove(scores[i], value));
    return below + notAbove;
  }
}

/** The first place that something holds from on. */
function firstWhere(low: number, high: number, holds: (place: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Ties {
  from: Int32Array;
  to: Int32Array;
  ownFrom: Int32Array;
  ownTo: Int32Array;
}

/** One class's rows by rising probability, and what is summed of them. */
interface ClassRanks {
  /** The class's own rows by their rank. */
  own: Int32Array;
  ties: Ties;
  /** Written over by each resample: how often the own rows before each count. */
  ownBefore: Int32Array;
  /** Where each bin ends. */
  binEnd: Int32Array;
  rows: ReturnType<AllWeightedRows['inOrder']>;
  probabilities: (from: number, to: number) => number;
  /** The class's own rows of each bin. */
  hits: () => Int32Array;
}

/** The same figures of rows that each count as often as a weight says, time and again. */
export class ResampledMatrixFigures {
  private readonly ranks: ClassRanks[];
  private readonly sums: ClassSums;
  private readonly weighted: AllWeightedRows;
  private readonly support: () => Int32Array;

  constructor(rows: ProbabilityRows) {
    const { classes, label } = rows;
    this.weighted = weightedRows(label.length);
    const { place, ends } = listsOf(label, classes);
    this.support = this.weighted.lists(place, ends);
    this.ranks = Array.from({ length: classes }, (_, c) => classRanks(rows, c, this.weighted));
    this.sums = noSums(classes);
  }

  of(weight: Uint8Array): MatrixFigures {
    const { weighted, sums } = this;
    weighted.weigh(weight);
    sums.n = weighted.before()[weight.length];
    sums.support.set(this.support());
    this.ranks.forEach((ranks, c) => {
      ranks.rows.weigh();
      const before = ranks.rows.before();
      this.addBins(c, ranks, before);
      sums.above[c] = pairsAbove(ranks, before);
    });
    return figuresOf(sums);
  }

  private addBins(c: number, { binEnd, probabilities, hits }: ClassRanks, before: Int32Array): void {
    const { count, sum, hits: allHits } = this.sums;
    const at = c * BINS;
    allHits.set(hits(), at);
    for (let bin = 0, from = 0; bin < BINS; from = binEnd[bin++]) {
      count[at + bin] = before[binEnd[bin]] - before[from];
      sum[at + bin] = probabilities(from, binEnd[bin]);
    }
  }
}

/** Equal rows count by half: as much as the rows below the ties' start and those below their end, both by half. */
function pairsAbove({ own, ties, ownBefore }: ClassRanks, before: Int32Array): number {
  for (let at = 0; at < own.length; at++)
    ownBefore[at + 1] = ownBefore[at] + before[own[at] + 1] - before[own[at]];
  let twice = 0;
  for (let at = 0; at < own.length; at++) {
    const weight = ownBefore[at + 1] - ownBefore[at];
    if (weight === 0) continue;
    const all = before[ties.from[at]] + before[ties.to[at]];
    twice += weight * (all - ownBefore[ties.ownFrom[at]] - ownBefore[ties.ownTo[at]]);
  }
  return twice / 2;
}

/**
 * The ranks from and to which rows are as probable as each of some, and how many of those stand before these. Of a, b and c, all
 * a rounding apart, a may equal b and b equal c, but not a c.
 */
function tiesAround(own: Int32Array, rising: Float64Array): Ties {
  const [from, to, ownFrom, ownTo] = [0, 1, 2, 3].map(() => new Int32Array(own.length));
  for (let at = 0, low = 0, high = 0, ownLow = 0, ownHigh = 0; at < own.length; at++) {
    const p = rising[own[at]];
    while (isAbove(p, rising[low])) low++;
    while (high < rising.length && !isAbove(rising[high], p)) high++;
    while (own[ownLow] < low) ownLow++;
    while (own[ownHigh] < high) ownHigh++;
    from[at] = low;
    to[at] = high;
    ownFrom[at] = ownLow;
    ownTo[at] = ownHigh;
  }
  return { from, to, ownFrom, ownTo };
}

function classRanks(
  { classes, label, probabilities }: ProbabilityRows,
  c: number,
  weighted: AllWeightedRows,
): ClassRanks {
  const n = label.length;
  const score = columnOf(probabilities, classes, c);
  const place = orderBy(score, placesUpTo(n));
  const probability = score.slice();
  const bin = new Uint8Array(n);
  const own: number[] = [];
  for (let i = 0; i < n; i++) {
    probability[i] = score[place[i]];
    bin[i] = binOf(probability[i]);
    if (label[place[i]] === c) own.push(i);
  }
  const ranks = Int32Array.from(own);
  const rows = weighted.inOrder(place);
  return {
    own: ranks,
    ties: tiesAround(ranks, probability),
    ownBefore: new Int32Array(ranks.length + 1),
    binEnd: endsOfBins(bin),
    rows,
    probabilities: rows.column(probability),
    hits: rows.lists(ranks, endsOfBins(Uint8Array.from(ranks, (i) => bin[i]))),
  };
}

/** The plain mean; NaN where one is not defined, as scikit-learn refuses it. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
