import type { AuditFacts } from '../facts';
import type { RowLosses } from '../rowLosses';
import type { Mending } from '../../types';

/** A way of computing a loss, other than the one that the settings say. */
export interface Way {
  /** What it gives, as a sentence has it: "the sum over the rows". */
  what: string;
  value: number;
  /** What print leaves open of the value, by the way's own arithmetic. */
  open: number;
  /** What it gives for each row that counts. */
  each?: Losses;
  /** A sentence of its own that says so of a printed loss. */
  sentence?: string;
  /** What to do where the printed loss is this. */
  remedy: string;
  /** Which way it is, for whoever asks about one. */
  id: WayId;
  /** Settings that compute it so. */
  settings?: Mending;
  action?: string;
  /** The code or the text beside says that the loss is computed so. */
  stated?: true;
  /** Unusual: where a print leaves much open it would fit by chance. */
  rare?: true;
}

export type WayId =
  | 'reduction'
  | 'unit'
  | 'other-figure'
  | 'weights'
  | 'smoothing'
  | 'ignore-index'
  | 'sigmoid'
  | 'double-softmax'
  | 'epsilon'
  | 'clipping'
  | 'labels'
  | 'axis'
  | 'heads'
  | 'stated';

/** Ways of one kind, the likeliest first. */
export type Ways = (rows: RowLosses, facts: AuditFacts) => Way[];

/** Losses of rows under an option, and what each counts in a mean. */
export interface Losses {
  loss: ArrayLike<number>;
  open: ArrayLike<number>;
  weight?: ArrayLike<number>;
}

/** Their sum and mean, with what is open of either. */
export function totals(each: Losses) {
  const { loss, open, weight } = each;
  let sum = 0;
  let sumOpen = 0;
  let weights = 0;
  for (let row = 0; row < loss.length; row++) {
    sum += loss[row];
    sumOpen += Math.abs(open[row]);
    weights += weight ? weight[row] : 1;
  }
  return {
    sum: { value: sum, open: sumOpen },
    mean: { value: sum / weights, open: sumOpen / Math.abs(weights), each },
    rows: { value: sum / loss.length, open: sumOpen / loss.length },
  };
}
