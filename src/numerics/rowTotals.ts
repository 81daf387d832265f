import type { Data } from './kernel';

/** What `describe` counts, and where it stands: assembly/labelled.ts adds it up in this order. */
export const enum Described {
  /** Rows whose log Σ exp is not finite. */
  Irregular,
  /** Of the others: all values lie in [0, 1] and sum to 1 within 1e-3; at temperature 1, their exponentials do. */
  Unit,
  LogUnit,
  /** Labels: NO_LABEL, the ignored one, and what else is no class. */
  Missing,
  Ignored,
  OutOfRange,
  /** Losses of +∞. */
  Infinite,
  /** Rows with a softmax whose label is among the five most probable. */
  InTopFive,
  /** Labelled rows whose log Σ exp − x_label/T is finite, and those of them that are right. */
  Finite,
  Right,
  /** Of labels that are not ignored; NaN without any. */
  Least,
  Most,
  /** Of log Σ exp − x_label/T where it is finite. */
  Sum,
  Size,
}

export function noneDescribed(): Float64Array {
  const counts = new Float64Array(Described.Size);
  counts[Described.Least] = counts[Described.Most] = NaN;
  return counts;
}

/** How far from 1 the sum of a printed distribution may be. */
export const UNIT_TOLERANCE = 1e-3;
/** Whether the values from one place to before another are a distribution: few are looked at of most that are none. */
export function sumsToOne(data: Data, start: number, end: number): boolean {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const x = data[i];
    if (!(x >= 0 && x <= 1)) return false;
    sum += x;
  }
  return Math.abs(sum - 1) <= UNIT_TOLERANCE;
}

/** Ranks below it are among the five. */
export const TOP_FIVE = 5;
/** Rows by their confidence, in bins of equal width. */
export const RELIABILITY_BINS = 10;
/** What is a last digit below the end of a bin lies in the next: a file's 0.8 comes out of a softmax as less in some rows. */
export const BINS_BEYOND = RELIABILITY_BINS * (1 + 1e-14);

/** What `addUp` sums up, and where it stands: assembly/totals.ts does it in this order. */
export const enum Total {
  /** Rows with a label that counts; of those, with a softmax; of those, right. */
  Labelled,
  Counted,
  Right,
  /** Of losses: how many are finite, the largest of those, and the sum of all. */
  Finite,
  Largest,
  Loss,
  /** Rows with a softmax, and the sum of their confidences. */
  Confident,
  Confidence,
  /** What rounding took from the sum of losses. */
  Lost,
  /** Counted rows of each bin, and of one more for the confidence 1; those that are right; the sums of confidences. */
  InBin,
  RightInBin = InBin + 11,
  ConfidenceInBin = RightInBin + 11,
  Size = ConfidenceInBin + 11,
}

export const noTotals = () => new Float64Array(Total.Size);
