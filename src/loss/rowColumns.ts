import { ignoredId } from '../arrays/ignoreIndex';
import { ndarray } from '../arrays/ndarray';
import {
  labelRanks,
  maskedLabel,
  rowsSummary,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
  type RowFlag,
} from '../numerics';
import { sigmoidColumns, type SigmoidColumns } from './sigmoidColumns';
import { sigmoidCrossEntropy } from './sigmoidCrossEntropy';
import type { LossSettings } from './types';

/** Top-k figures go up to 10; the rank of a hopeless label is not worth the search. */
export const RANK_LIMIT = 10;

/** Rows of logits with their labels, row-major. */
export interface LabelledRows {
  logits: Float64Array | Float32Array;
  classes: number;
  /** Class id; the ignore index, NO_LABEL and what is no class leave a row out. Absent without labels. */
  label?: Int32Array;
  /** A distribution or several classes per row, in place of class ids. */
  soft?: Float64Array | Float32Array;
  /** The position of each row in its sequence; absent where rows stand alone or labels are not compared. */
  part?: Int32Array;
}

/** One entry a row. NaN where a row has no distribution, and for the loss where it has no label. */
export interface RowColumns {
  top: Int32Array;
  topProbability: Float64Array;
  logSumExp: Float64Array;
  loss?: Float64Array;
  /** Under class weights, what each row's loss counts in a mean: its class's; 0 where it is left out. */
  weight?: Float64Array;
  /** How many classes are more probable than the label, counted up to RANK_LIMIT; −1 where it counts for nothing. */
  rank?: Int32Array;
  /** Under the sigmoid's loss, whose probabilities the columns above are of. */
  sigmoid?: SigmoidColumns;
  flags: RowFlag[];
}

/** How a row's probability is spread over the classes: what a list of rows shows, and no figure is made of. */
export interface SpreadColumns {
  margin: Float64Array;
  entropy: Float64Array;
}

/** Memory for the columns of one block after the other: made anew for each, it would cost more than short rows do. */
export class ColumnsMemory {
  private rows = 0;
  private columns = columnsOf(0);

  /** Valid until the next are asked for. */
  of(rows: number): ReturnType<typeof columnsOf> {
    if (rows > this.rows) {
      this.rows = rows;
      this.columns = columnsOf(rows);
    }
    const { ids, top, topProbability, logSumExp, loss, rank } = this.columns;
    return {
      ids: ids.subarray(0, rows),
      top: top.subarray(0, rows),
      topProbability: topProbability.subarray(0, rows),
      logSumExp: logSumExp.subarray(0, rows),
      loss: loss.subarray(0, rows),
      rank: rank.subarray(0, rows),
    };
  }
}

function columnsOf(rows: number) {
  return {
    ids: new Float64Array(rows),
    top: new Int32Array(rows),
    topProbability: new Float64Array(rows),
    logSumExp: new Float64Array(rows),
    loss: new Float64Array(rows),
    rank: new Int32Array(rows),
  };
}

const spreadOf = (rows: number): SpreadColumns => ({
  margin: new Float64Array(rows),
  entropy: new Float64Array(rows),
});

/**
 * Computes the columns of a block of rows; `flags` number the rows from 0.
 *
 * @param memory where the columns that figures are made of are, and no others; they are valid until the next block's
 */
export function rowColumns(rows: LabelledRows, settings: LossSettings): RowColumns & SpreadColumns;
export function rowColumns(rows: LabelledRows, settings: LossSettings, memory: ColumnsMemory): RowColumns;
export function rowColumns(
  rows: LabelledRows,
  settings: LossSettings,
  memory?: ColumnsMemory,
): RowColumns & Partial<SpreadColumns> {
  const { logits, classes, label, soft } = rows;
  const count = classes === 0 ? 0 : logits.length / classes;
  const { temperature } = settings;
  const ignoreIndex = ignoredId(settings);
  const array = ndarray(logits, [count, classes]);
  const spread = memory ? {} : spreadOf(count);
  const into = { ...(memory?.of(count) ?? columnsOf(count)), ...spread };
  // The kernels refuse what is no class; rows that are left out are ignored rows to them.
  const ids = label && ndarray(into.ids, [count]);
  const counts = (id: number) => id >= 0 && id < classes && (id !== ignoreIndex || soft !== undefined);
  // A soft row counts whatever its label's number is.
  const ignored = soft ? NaN : ignoreIndex;
  if (label) countedIds(label, into.ids, classes, ignored, ignoreIndex);
  const isPlain = !settings.labelSmoothing && !settings.classWeights && !soft && settings.loss !== 'sigmoid';
  const labels = isPlain ? ids : undefined;
  const summary = rowsSummary(array, { temperature, into, labels, ignoreIndex });
  const columns: RowColumns & Partial<SpreadColumns> = {
    ...spread,
    top: summary.top,
    topProbability: summary.topProbability,
    logSumExp: summary.logSumExp,
    flags: summary.flags,
    ...(settings.loss === 'sigmoid' && sigmoidColumns(rows, temperature, counts)),
  };
  if (!label) return columns;
  const { classWeights } = settings;
  const rank = (columns.rank = into.rank);
  labelRanks(logits, classes, label, RANK_LIMIT, rank);
  leaveOut(label, rank, classes, ignored);
  if (classWeights && !soft)
    columns.weight = Float64Array.from(rank, (r, row) => (r < 0 ? 0 : classWeights[label[row]]));
  if (isPlain) {
    columns.loss = summary.loss;
    addMaskedLabels(columns.loss!, columns.flags);
    return columns;
  }
  const options = {
    temperature,
    labelSmoothing: settings.labelSmoothing,
    classWeights: settings.classWeights,
    ignoreIndex,
    reduction: 'none' as const,
  };
  if (settings.loss === 'sigmoid') {
    columns.loss = Float64Array.from(label, (id, row) => {
      if (!counts(id)) return NaN;
      const row0 = row * classes;
      const z = soft?.subarray(row0, row0 + classes) ?? oneHot(id, classes);
      return sigmoidCrossEntropy(
        logits.subarray(row0, row0 + classes),
        z,
        temperature,
        settings.classWeights,
      );
    });
    return columns;
  }
  const result = soft
    ? softmaxCrossEntropy(array, ndarray(soft, [count, classes]), options)
    : sparseSoftmaxCrossEntropy(array, ids!, options);
  columns.flags = result.flags;
  columns.loss = Float64Array.from(result.perExample.data, (loss, row) => (counts(label[row]) ? loss : NaN));
  return columns;
}

/** Loops of their own over arrays alone: a call for each row would take longer than short rows themselves. */
function countedIds(
  label: Int32Array,
  ids: Float64Array,
  classes: number,
  ignored: number,
  otherwise: number,
): void {
  for (let row = 0; row < label.length; row++) {
    const id = label[row];
    ids[row] = id >= 0 && id < classes && id !== ignored ? id : otherwise;
  }
}

function leaveOut(label: Int32Array, rank: Int32Array, classes: number, ignored: number): void {
  for (let row = 0; row < label.length; row++) {
    const id = label[row];
    if (!(id >= 0 && id < classes && id !== ignored)) rank[row] = -1;
  }
}

export function addMaskedLabels(loss: Float64Array, flags: RowFlag[]): void {
  for (let row = loss.indexOf(Infinity); row >= 0; row = loss.indexOf(Infinity, row + 1)) {
    flags.push({ row, ...maskedLabel() });
  }
}

function oneHot(id: number, classes: number): Float64Array {
  const labels = new Float64Array(classes);
  labels[id] = 1;
  return labels;
}
