import type { EvaluatedRows } from './evaluatedRows';
import { placesUpTo } from './columns';
import { BINS_BEYOND } from '../../numerics';
import { orderBy } from './orderBy';

/** Bins of the reliability diagram, and of every calibration error. */
export const BINS = 10;

/** The columns that figures of the top class are made of, in the order of rising confidence. */
export interface RankedRows {
  classes: number;
  row: Int32Array;
  label: Int32Array;
  top: Int32Array;
  right: Uint8Array;
  confidence: Float64Array;
  loss: Float64Array;
  brier: Float64Array;
  inTopFive: Uint8Array;
  /** The equal-width bin of the confidence: [0, .1), [.1, .2), …, [.9, 1]. */
  bin: Uint8Array;
  /** 1 where the next row is surer, beyond rounding: rows of equal confidence have no order among them. */
  endsTie: Uint8Array;
}

/** Probabilities of the same numbers in another order differ in their last digits: so much is no difference. */
export const TIE = 1e-14;

/** Further off than this no value is as high. */
export const NEAR = 4 * TIE;

export const isAbove = (larger: number, smaller: number): boolean => larger - smaller > TIE * larger;

export function binOf(p: number): number {
  return Math.min(BINS - 1, Math.floor(p * BINS_BEYOND));
}

/** Where each bin ends in bins that rise. */
export function endsOfBins(bin: ArrayLike<number>): Int32Array {
  const end = new Int32Array(BINS);
  for (let i = 0; i < bin.length; i++) end[bin[i]]++;
  for (let one = 1; one < BINS; one++) end[one] += end[one - 1];
  return end;
}

/** The ranks from and to which rows are as high as each of some, which are given by their rising ranks. */
export function tiesOf(some: Int32Array, endsTie: Uint8Array): Record<'tieFrom' | 'tieTo', Int32Array> {
  const [tieFrom, tieTo] = [0, 1].map(() => new Int32Array(some.length));
  for (let i = 0, at = 0, from = 0, first = 0; i < endsTie.length; i++) {
    if (some[at] === i) tieFrom[at++] = from;
    if (endsTie[i] === 0) continue;
    from = i + 1;
    for (; first < at; first++) tieTo[first] = from;
  }
  return { tieFrom, tieTo };
}

/** 1 where the next of rising values is larger, beyond rounding. */
export function endsOfTies(rising: Float64Array): Uint8Array {
  const ends = new Uint8Array(rising.length).fill(1);
  for (let i = 0; i + 1 < ends.length; i++) ends[i] = Number(isAbove(rising[i + 1], rising[i]));
  return ends;
}

export function rankRows(rows: EvaluatedRows): RankedRows {
  const { confidence } = rows;
  return pickRanked(rows, orderBy(confidence, placesUpTo(confidence.length)));
}

/** Some of the rows, at places in the order of rising confidence. */
export function pickRanked(rows: Omit<RankedRows, 'right' | 'bin' | 'endsTie'>, at: Int32Array): RankedRows {
  const n = at.length;
  const picked = {
    classes: rows.classes,
    row: new Int32Array(n),
    label: new Int32Array(n),
    top: new Int32Array(n),
    confidence: new Float64Array(n),
    loss: new Float64Array(n),
    brier: new Float64Array(n),
    inTopFive: new Uint8Array(n),
  };
  for (let i = 0; i < n; i++) {
    const from = at[i];
    picked.row[i] = rows.row[from];
    picked.label[i] = rows.label[from];
    picked.top[i] = rows.top[from];
    picked.confidence[i] = rows.confidence[from];
    picked.loss[i] = rows.loss[from];
    picked.brier[i] = rows.brier[from];
    picked.inTopFive[i] = rows.inTopFive[from];
  }
  const [right, bin] = [0, 1].map(() => new Uint8Array(n));
  for (let i = 0; i < n; i++) {
    right[i] = Number(picked.top[i] === picked.label[i]);
    bin[i] = binOf(picked.confidence[i]);
  }
  return { ...picked, right, bin, endsTie: endsOfTies(picked.confidence) };
}
