import type { EvaluatedRows } from './evaluatedRows';
import { placesUpTo } from './columns';
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
const TIE = 1e-14;

export const isAbove = (larger: number, smaller: number): boolean => larger - smaller > TIE * larger;

export function binOf(p: number): number {
  return Math.min(BINS - 1, Math.floor(p * BINS));
}

/** @param at the places of the rows that are wanted; all by default */
export function rankRows(
  { classes, row, label, top, confidence, loss, brier, inTopFive }: EvaluatedRows,
  at: Int32Array = placesUpTo(row.length),
): RankedRows {
  const n = at.length;
  const order = orderBy(confidence, at);
  const ranked: RankedRows = {
    classes,
    row: new Int32Array(n),
    label: new Int32Array(n),
    top: new Int32Array(n),
    right: new Uint8Array(n),
    confidence: new Float64Array(n),
    loss: new Float64Array(n),
    brier: new Float64Array(n),
    inTopFive: new Uint8Array(n),
    bin: new Uint8Array(n),
    endsTie: new Uint8Array(n),
  };
  for (let i = 0; i < n; i++) {
    const from = order[i];
    ranked.row[i] = row[from];
    ranked.label[i] = label[from];
    ranked.top[i] = top[from];
    ranked.right[i] = Number(top[from] === label[from]);
    ranked.confidence[i] = confidence[from];
    ranked.loss[i] = loss[from];
    ranked.brier[i] = brier[from];
    ranked.inTopFive[i] = inTopFive[from];
    ranked.bin[i] = binOf(confidence[from]);
    ranked.endsTie[i] = Number(i === n - 1 || isAbove(confidence[order[i + 1]], confidence[from]));
  }
  return ranked;
}
