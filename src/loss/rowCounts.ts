import type { ClassIds } from './growable';

export const RELIABILITY_BINS = 10;

/** Rows by their confidence, in bins of equal width. */
export interface ConfidenceBins {
  count: Int32Array;
  right: Int32Array;
  confidence: Float64Array;
}

/** Classes whose pairs are counted in a table: a map would cost more than the rows of few classes. */
const TABLED_CLASSES = 256;

/** Columns of some rows. `label` is −1 where a row is not counted; absent without labels. */
interface CountedRows {
  top: ClassIds | Int32Array;
  topProbability: Float64Array;
  label?: ClassIds;
  loss?: Float64Array;
}

/** Everything of a batch that is a count or a sum, added up while its rows come: sums are made in the rows' order. */
export class RowCounts {
  /** With a label that counts; of those, with a distribution; of those, right. */
  labelled = 0;
  counted = 0;
  right = 0;
  /** Of losses: how many are finite, the largest of those, and the sum of all. */
  finite = 0;
  largest = 0;
  sum = 0;
  private confident = 0;
  private allConfidence = 0;
  /** One bin more, for the confidence 1. */
  private readonly count = new Int32Array(RELIABILITY_BINS + 1);
  private readonly rightIn = new Int32Array(RELIABILITY_BINS + 1);
  private readonly confidence = new Float64Array(RELIABILITY_BINS + 1);
  private classes = 0;
  private table: Int32Array | undefined;
  private readonly otherPairs = new Map<number, number>();

  get meanConfidence(): number | undefined {
    return this.confident > 0 ? this.allConfidence / this.confident : undefined;
  }

  get bins(): ConfidenceBins {
    const whole = <T extends Int32Array | Float64Array>(bins: T): T => {
      const all = bins.slice(0, RELIABILITY_BINS) as T;
      all[RELIABILITY_BINS - 1] += bins[RELIABILITY_BINS];
      return all;
    };
    return { count: whole(this.count), right: whole(this.rightIn), confidence: whole(this.confidence) };
  }

  /** How many rows have each pair of label and prediction, by label · classes + prediction. */
  get pairs(): Map<number, number> {
    const pairs = new Map(this.otherPairs);
    this.table?.forEach((rows, pair) => {
      if (rows > 0) pairs.set(pair, rows);
    });
    return pairs;
  }

  add({ top, topProbability, label, loss }: CountedRows, classes: number): void {
    this.addConfidences(topProbability);
    if (!label || !loss) return;
    this.addLosses(label, loss);
    this.addBins(top, topProbability, label);
    this.addPairs(top, label, classes);
  }

  private addConfidences(topProbability: Float64Array): void {
    let { confident, allConfidence } = this;
    for (let i = 0; i < topProbability.length; i++) {
      const p = topProbability[i];
      if (p !== p) continue;
      confident++;
      allConfidence += p;
    }
    this.confident = confident;
    this.allConfidence = allConfidence;
  }

  private addLosses(label: ClassIds, loss: Float64Array): void {
    let { labelled, sum, finite, largest } = this;
    for (let i = 0; i < label.length; i++) {
      if (label[i] < 0) continue;
      labelled++;
      const x = loss[i];
      sum += x;
      if (x - x !== 0) continue;
      finite++;
      if (x > largest) largest = x;
    }
    Object.assign(this, { labelled, sum, finite, largest });
  }

  /**
   * A row without a distribution has no rank, no confidence and no place in a bin. Whether a row is right is an accident to
   * the processor: it is added and not branched at.
   */
  private addBins(top: ClassIds, topProbability: Float64Array, label: ClassIds): void {
    const { count, rightIn, confidence } = this;
    let { counted, right } = this;
    for (let i = 0; i < label.length; i++) {
      const p = topProbability[i];
      if (label[i] < 0 || top[i] < 0 || p !== p) continue;
      counted++;
      const isRight = isSame(top[i], label[i]);
      right += isRight;
      const bin = (p * RELIABILITY_BINS) | 0;
      count[bin]++;
      confidence[bin] += p;
      rightIn[bin] += isRight;
    }
    this.counted = counted;
    this.right = right;
  }

  private addPairs(top: ClassIds, label: ClassIds, classes: number): void {
    if (this.classes !== classes) this.countPairsOf(classes);
    const { table, otherPairs } = this;
    for (let i = 0; i < label.length; i++) {
      if (label[i] < 0 || top[i] < 0) continue;
      const pair = label[i] * classes + top[i];
      if (table) table[pair]++;
      else otherPairs.set(pair, (otherPairs.get(pair) ?? 0) + 1);
    }
  }

  private countPairsOf(classes: number): void {
    this.classes = classes;
    this.table = classes <= TABLED_CLASSES ? new Int32Array(classes * classes) : undefined;
  }
}

/** 1 where two class ids are the same, else 0. */
export function isSame(a: number, b: number): number {
  const differing = a ^ b;
  return ((differing | -differing) >>> 31) ^ 1;
}
