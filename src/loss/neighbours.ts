import { ignoredId } from '../arrays/ignoreIndex';
import { Described } from '../numerics';
import type { ClassIds } from './growable';
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

/** What a block's rows are compared by. */
interface Block {
  rows: LabelledRows;
  columns: { top: ClassIds; logSumExp: Float64Array };
}

/** Adds up rows block by block, as if they came as one. */
export class NeighbourSums {
  readonly sums: Neighbours = { sequences: 0, own: none(), next: none(), previous: none() };
  /** The last row, whose neighbour may be the first of the next block. */
  private last?: Block;

  constructor(private readonly settings: LossSettings) {}

  add(rows: LabelledRows, columns: RowColumns): void {
    const { label, part, soft } = rows;
    if (!label || !part || soft || label.length === 0) {
      this.last = undefined;
      return;
    }
    const block = { rows, columns };
    if (this.last && part[0] > 0) this.addPairs(joined(this.last, rowOf(block, 0)));
    // Rows that all stand alone have no neighbours.
    if (this.addOwn(block) < label.length) this.addPairs(block);
    this.last = rowOf(block, label.length - 1);
  }

  /** Adds rows that all stand alone, of which `counts` were made by the kernels. */
  addAlone(rows: LabelledRows, columns: Block['columns'], counts: Float64Array): void {
    const { label, part } = rows;
    this.last = undefined;
    if (!label || !part || label.length === 0) return;
    const { own } = this.sums;
    own.rows += counts[Described.Finite];
    own.right += counts[Described.Right];
    own.loss = counts[Described.Sum];
    this.sums.sequences += label.length;
    this.last = rowOf({ rows, columns }, label.length - 1);
  }

  /** Returns how many sequences begin. */
  private addOwn({ rows: { label, part, classes, logits }, columns }: Block): number {
    const { sums } = this;
    const { temperature } = this.settings;
    const ignoreIndex = ignoredId(this.settings);
    const { own } = sums;
    const into = Float64Array.of(own.rows, own.loss, own.right);
    addOwnLosses(into, logits, label!, columns, { classes, temperature, ignoreIndex });
    [own.rows, own.loss, own.right] = into;
    const begun = countOf(0, part!);
    sums.sequences += begun;
    return begun;
  }

  private addPairs(block: Block): void {
    const { label, part } = block.rows;
    for (let row = 0; row < label!.length; row++) {
      if (!isFollowed(part!, row)) continue;
      this.addOther(this.sums.next, block, row, label![row + 1]);
      this.addOther(this.sums.previous, block, row + 1, label![row]);
    }
  }

  private addOther(to: OtherLabels, block: Block, row: number, id: number): void {
    const loss = this.addLoss(to, block, row, id);
    const gain = this.lossOf(block, row, block.rows.label![row]) - loss;
    if (!Number.isFinite(gain)) return;
    to.both++;
    to.gain += gain;
    to.squares += gain * gain;
  }

  private addLoss(to: Neighbours['own'], block: Block, row: number, id: number): number {
    const loss = this.lossOf(block, row, id);
    if (!Number.isFinite(loss)) return NaN;
    to.rows++;
    to.loss += loss;
    to.right += Number(block.columns.top[row] === id);
    return loss;
  }

  /** NaN where the label does not count. */
  private lossOf({ rows: { logits, classes }, columns }: Block, row: number, id: number): number {
    const { temperature } = this.settings;
    const ignoreIndex = ignoredId(this.settings);
    if (id < 0 || id >= classes || id === ignoreIndex) return NaN;
    return columns.logSumExp[row] - logits[row * classes + id] / temperature;
  }
}

/** Loops over arrays alone: files of single rows come through here too, and a call for each would cost more than all else. */
function addOwnLosses(
  into: Float64Array,
  logits: Float64Array | Float32Array,
  label: Int32Array,
  { logSumExp, top }: Block['columns'],
  { classes, temperature, ignoreIndex }: { classes: number; temperature: number; ignoreIndex: number },
): void {
  let [rows, loss, right] = into;
  for (let row = 0; row < label.length; row++) {
    const id = label[row];
    if (id < 0 || id >= classes || id === ignoreIndex) continue;
    const one = logSumExp[row] - logits[row * classes + id] / temperature;
    if (one - one !== 0) continue;
    rows++;
    loss += one;
    right += Number(top[row] === id);
  }
  into[0] = rows;
  into[1] = loss;
  into[2] = right;
}

function countOf(value: number, values: Int32Array): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) count += Number(values[i] === value);
  return count;
}

/** One row of a block, copied: the block's arrays may be used again. */
function rowOf({ rows: { logits, classes, label, part }, columns }: Block, row: number): Block {
  return {
    rows: {
      logits: logits.slice(row * classes, (row + 1) * classes),
      classes,
      label: label!.slice(row, row + 1),
      part: part!.slice(row, row + 1),
    },
    columns: { logSumExp: columns.logSumExp.slice(row, row + 1), top: columns.top.slice(row, row + 1) },
  };
}

/** Two blocks of one row each as one. */
function joined(a: Block, b: Block): Block {
  const { classes } = a.rows;
  const logits = new Float64Array(2 * classes);
  logits.set(a.rows.logits);
  logits.set(b.rows.logits, classes);
  return {
    rows: {
      logits,
      classes,
      label: Int32Array.of(a.rows.label![0], b.rows.label![0]),
      part: Int32Array.of(a.rows.part![0], b.rows.part![0]),
    },
    columns: {
      logSumExp: Float64Array.of(a.columns.logSumExp[0], b.columns.logSumExp[0]),
      top: Int32Array.of(a.columns.top[0], b.columns.top[0]),
    },
  };
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
