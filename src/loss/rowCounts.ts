import { addUpRows, noTotals, RELIABILITY_BINS, Total } from '../numerics';
import type { ClassIds } from './growable';

/** Rows by their confidence, in bins of equal width. */
export interface ConfidenceBins {
  count: Float64Array;
  right: Float64Array;
  confidence: Float64Array;
}

/** Classes whose pairs are counted in a table: a map would cost more than the rows of few classes. */
const TABLED_CLASSES = 256;

/** Columns of some rows. `label` is −1 where a row is not counted; absent without labels. */
interface CountedRows {
  top: ClassIds;
  topProbability: Float64Array;
  label?: ClassIds;
  loss?: Float64Array;
}

/**
 * Everything of a batch that is a count or a sum, added up while its rows come: sums are made in the rows' order. A row without
 * a distribution has no rank, no confidence and no place in a bin.
 */
export class RowCounts {
  private readonly totals = noTotals();
  private classes = 0;
  private table: Int32Array | undefined;
  private readonly otherPairs = new Map<number, number>();

  /** Rows with a label that counts. */
  get labelled(): number {
    return this.totals[Total.Labelled];
  }

  /** Of those, rows with a distribution. */
  get counted(): number {
    return this.totals[Total.Counted];
  }

  /** Of those, rows whose most probable class is their label. */
  get right(): number {
    return this.totals[Total.Right];
  }

  /** How many losses are finite, and the largest of those. */
  get finite(): number {
    return this.totals[Total.Finite];
  }

  get largest(): number {
    return this.totals[Total.Largest];
  }

  /** Of all losses. */
  get sum(): number {
    const sum = this.totals[Total.Loss];
    return Number.isFinite(sum) ? sum + this.totals[Total.Lost] : sum;
  }

  get meanConfidence(): number | undefined {
    const { totals } = this;
    return totals[Total.Confident] > 0 ? totals[Total.Confidence] / totals[Total.Confident] : undefined;
  }

  get bins(): ConfidenceBins {
    const whole = (first: number) => {
      const all = this.totals.slice(first, first + RELIABILITY_BINS);
      all[RELIABILITY_BINS - 1] += this.totals[first + RELIABILITY_BINS];
      return all;
    };
    return {
      count: whole(Total.InBin),
      right: whole(Total.RightInBin),
      confidence: whole(Total.ConfidenceInBin),
    };
  }

  /** How many rows have each pair of label and prediction, by label · classes + prediction. */
  get pairs(): Map<number, number> {
    const pairs = new Map(this.otherPairs);
    this.table?.forEach((rows, pair) => {
      if (rows > 0) pairs.set(pair, rows);
    });
    return pairs;
  }

  /** `top` and `label` are of one type. */
  add(rows: CountedRows, classes: number): void {
    addUpRows(rows, this.totals);
    if (rows.label && rows.loss) this.addPairs(rows.top, rows.label, classes);
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
