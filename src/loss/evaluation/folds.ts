import { listsOf, picked, pickedRows, type Lists } from './columns';
import type { FullRows } from './evaluatedRows';
import { rowHash } from './rowHash';

/** Parts that a data set is cut into, each judged by what was fitted to the others. */
export const FOLDS = 5;

/** Which fold each row belongs to: by its own random number, so that neighbours part. */
export function foldsOf(row: Int32Array, seed: number): Uint8Array {
  const folds = new Uint8Array(row.length);
  for (let i = 0; i < folds.length; i++) folds[i] = rowHash(row[i], seed) % FOLDS;
  return folds;
}

/** Rows from one place to before another. */
export interface Span {
  from: number;
  to: number;
}

export const NO_ROWS: Span = { from: 0, to: 0 };

/** Of so many rows those before a span, and those behind it. */
export const outside = ({ from, to }: Span, rows: number): readonly [Span, Span] => [
  { from: 0, to: from },
  { from: to, to: rows },
];

export const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { from, to }) => sum + to - from, 0);

/** What calibrations are fitted to. */
export type FittedRows = Pick<FullRows, 'classes' | 'label' | 'logits' | 'probabilities'>;

/** Rows fold after fold: all but those of one fold are two spans, and need no copy of their own. */
export interface FoldedRows {
  rows: FullRows;
  /** The places of all rows, by their fold. */
  places: Lists;
  /** Those that are fitted to, by their fold, and where each fold ends among them. */
  fitted: FittedRows;
  ends: Int32Array;
}

/** @param some the places of those that are fitted to, where they are not all */
export function foldedRows(rows: FullRows, seed: number, some?: Int32Array): FoldedRows {
  const folds = foldsOf(rows.row, seed);
  const places = listsOf(folds, FOLDS);
  const { place, ends } = some ? listsOf(picked(folds, some), FOLDS, some) : places;
  const { classes, label, logits, probabilities } = rows;
  const fitted = {
    classes,
    label: picked(label, place),
    logits: pickedRows(logits, classes, place),
    probabilities: pickedRows(probabilities, classes, place),
  };
  return { rows, places, fitted, ends };
}

export const spanOf = (ends: Int32Array, fold: number): Span => ({
  from: fold > 0 ? ends[fold - 1] : 0,
  to: ends[fold],
});
