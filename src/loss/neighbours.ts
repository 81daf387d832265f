import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { LabelledRows, RowColumns } from './rowColumns';
import { isFollowed } from './sequences';
import type { LossSettings } from './types';

/** How rows would fare with the label of another position of their sequence. Plain mean losses' sums, in nats. */
export interface OtherLabels {
  /** Rows whose label there counts, the sum of their losses against it, and how many predict it. */
  rows: number;
  loss: number;
  right: number;
  /** Of those, rows that also have a label of their own: the sum of own loss − other loss, and of its square. */
  both: number;
  gain: number;
  squares: number;
}

/** What tells whether labels are shifted against their logits. */
export interface Neighbours {
  sequences: number;
  /** With the labels as they stand. */
  own: Pick<OtherLabels, 'rows' | 'loss' | 'right'>;
  next: OtherLabels;
  previous: OtherLabels;
}

const none = (): OtherLabels => ({ rows: 0, loss: 0, right: 0, both: 0, gain: 0, squares: 0 });

export const noNeighbours = (): Neighbours => ({
  sequences: 0,
  own: none(),
  next: none(),
  previous: none(),
});

/** Adds a block of rows; sequences that go on in the next block are compared up to its end. */
export function addNeighbours(
  sums: Neighbours,
  { logits, classes, label, soft, part }: LabelledRows,
  { logSumExp, top }: RowColumns,
  { temperature, ignoreIndex = IGNORE_INDEX }: LossSettings,
): void {
  if (!label || !part || soft) return;
  const counts = (id: number) => id >= 0 && id < classes && id !== ignoreIndex;
  const lossOf = (row: number, id: number) => logSumExp[row] - logits[row * classes + id] / temperature;
  const addTo = (to: Neighbours['own'], row: number, id: number) => {
    const loss = counts(id) ? lossOf(row, id) : NaN;
    if (!Number.isFinite(loss)) return NaN;
    to.rows++;
    to.loss += loss;
    to.right += Number(top[row] === id);
    return loss;
  };
  const add = (to: OtherLabels, row: number, id: number) => {
    const loss = addTo(to, row, id);
    const gain = counts(label[row]) ? lossOf(row, label[row]) - loss : NaN;
    if (!Number.isFinite(gain)) return;
    to.both++;
    to.gain += gain;
    to.squares += gain * gain;
  };
  for (let row = 0; row < label.length; row++) {
    if (part[row] === 0) sums.sequences++;
    addTo(sums.own, row, label[row]);
    if (!isFollowed(part, row)) continue;
    add(sums.next, row, label[row + 1]);
    add(sums.previous, row + 1, label[row]);
  }
}

/**
 * Whether the other labels fit better than by accident: their mean gain is above four of its standard errors, over
 * eight rows or more.
 */
export function isTelling({ both, gain, squares }: OtherLabels): boolean {
  if (both < 8) return false;
  const mean = gain / both;
  const variance = Math.max(0, squares / both - mean * mean);
  return mean > 4 * Math.sqrt(variance / both) && mean > 1e-9;
}
