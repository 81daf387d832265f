import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { NDArray } from '../arrays/ndarray';
import { shapeText } from '../arrays/ndarray';
import { unknownClassId } from './indices';
import { ARGMAX, LOG, MAX, SECOND, STATISTICS, TAIL, WEIGHTED, type Data } from './kernel';
import { kernelsFor } from './kernels';
import { layoutWithClasses } from './layout';
import { logSumExpOf } from './logSumExpOf';
import { checkTemperature } from './options';
import { rowChunks } from './rowChunks';
import { rowFlag } from './rowFlag';
import { finish, type Steps } from './steps';
import type { AxisOptions, RowFlag } from './types';

export interface RowsSummaryOptions extends AxisOptions {
  /** Class ids, of the logits' shape without the class axis. */
  labels?: NDArray;
  /** Rows with this label have loss NaN. Default -100. */
  ignoreIndex?: number;
  /** Filled in place of new columns: each has an entry for each row. Margin and entropy are computed where they are there. */
  into?: RowsSummaryColumns;
}

type RowsSummaryColumns = Pick<RowsSummary, 'top' | 'topProbability' | 'logSumExp' | 'loss'> &
  Partial<Spread>;

/** How a row's probability is spread over the classes. */
type Spread = Pick<RowsSummary, 'margin' | 'entropy'>;

/** One column a quantity, one entry a row; in nats. A row with no softmax has NaN, top −1, and a flag. */
export interface RowsSummary {
  rows: number;
  classes: number;
  /** The class with the largest logit, the lowest of equals. */
  top: Int32Array;
  topProbability: Float64Array;
  /** Largest probability minus the second largest; 1 when there is one class. */
  margin: Float64Array;
  entropy: Float64Array;
  logSumExp: Float64Array;
  /** NaN where the label is ignored. */
  loss?: Float64Array;
  flags: RowFlag[];
}

type Summarized = Omit<RowsSummary, keyof Spread> & Partial<Spread>;

/**
 * Summarises every row of an array, for the list of rows. float64 inside, one exponential per element.
 *
 * @throws when there are no classes, the labels' shape is not the rows', or a label is no class and not `ignoreIndex`
 */
export function rowsSummary(logits: NDArray, options?: Omit<RowsSummaryOptions, 'into'>): RowsSummary;
export function rowsSummary(logits: NDArray, options: RowsSummaryOptions): Summarized;
export function rowsSummary(logits: NDArray, options: RowsSummaryOptions = {}) {
  return finish(rowsSummarySteps(logits, options));
}

/** `rowsSummary`, chunk by chunk. */
export function* rowsSummarySteps(logits: NDArray, options: RowsSummaryOptions = {}): Steps<Summarized> {
  const layout = layoutWithClasses(logits, options.axis);
  const { n, rows: total } = layout;
  const { labels, into, ignoreIndex = IGNORE_INDEX } = options;
  const temperature = checkTemperature(options.temperature);
  if (labels && labels.data.length !== total) {
    throw new Error(
      l10n.t('labels: expected shape {0}, got {1}', shapeText(layout.rowShape), shapeText(labels.shape)),
    );
  }
  const { loss, ...columns } = into ?? newColumns(total, !!labels);
  const result: Summarized = {
    ...{ rows: total, classes: n, ...columns, flags: [] },
    ...(labels && { loss }),
  };
  const kernels = kernelsFor(n);
  for (const { x, first, rows } of rowChunks(logits, layout)) {
    if (statistics.length < rows * STATISTICS) statistics = new Float64Array(rows * STATISTICS);
    const stats = statistics.subarray(0, rows * STATISTICS);
    kernels.statistics(x, n, temperature, 'weighted', stats);
    const all = addSummaries(result.top, result.topProbability, result.logSumExp, stats, first, temperature);
    if (!all) addFlags(result.flags, stats, first);
    const { margin, entropy } = result;
    if (margin && entropy) addSpread({ margin, entropy }, stats, { first, classes: n, temperature });
    if (labels) {
      const unknown = addLosses(loss!, labels.data, x, stats, { first, n, temperature, ignoreIndex });
      if (unknown >= 0) throw unknownClassId('labels', unknown, labels.data[unknown], n, ignoreIndex);
    }
    yield { done: first + rows, total };
  }
  return result;
}

/** What the kernels wrote last: memory made anew for every chunk costs more than short rows. */
let statistics = new Float64Array(0);

function newColumns(rows: number, withLoss: boolean): RowsSummaryColumns & Spread {
  return {
    top: new Int32Array(rows),
    topProbability: new Float64Array(rows),
    margin: new Float64Array(rows),
    entropy: new Float64Array(rows),
    logSumExp: new Float64Array(rows),
    ...(withLoss && { loss: new Float64Array(rows) }),
  };
}

/**
 * The columns of the rows from `first` on; tells whether all of them have a softmax. Arrays, and no objects that hold them, are
 * what such loops are given: they are compiled for one kind of them, and not anew for each way in which an object came about.
 */
function addSummaries(
  top: Int32Array,
  topProbability: Float64Array,
  logSumExp: Float64Array,
  stats: Float64Array,
  first: number,
  temperature: number,
): boolean {
  let all = true;
  for (let at = 0, row = first; at < stats.length; at += STATISTICS, row++) {
    const tail = stats[at + TAIL];
    const hasSoftmax = tail === tail;
    if (!hasSoftmax) all = false;
    top[row] = hasSoftmax ? stats[at + ARGMAX] : -1;
    topProbability[row] = 1 / (1 + tail);
    logSumExp[row] = logSumExpOf(stats[at + MAX], stats[at + LOG], temperature);
  }
  return all;
}

function addFlags(flags: RowFlag[], stats: Float64Array, first: number): void {
  for (let at = 0, row = first; at < stats.length; at += STATISTICS, row++) {
    const flag = rowFlag(stats[at + MAX], stats[at + TAIL]);
    if (flag) flags.push({ row, ...flag });
  }
}

function addSpread(
  { margin, entropy }: Spread,
  stats: Float64Array,
  { first, classes, temperature }: { first: number; classes: number; temperature: number },
): void {
  for (let at = 0, row = first; at < stats.length; at += STATISTICS, row++) {
    const sum = 1 + stats[at + TAIL];
    const second = classes > 1 ? -Math.expm1((stats[at + SECOND] - stats[at + MAX]) / temperature) : 1;
    margin[row] = second / sum;
    entropy[row] = stats[at + LOG] + stats[at + WEIGHTED] / sum;
  }
}

/** Returns the first row whose label is no class, where it stops; −1 where all are classes or ignored. */
function addLosses(
  loss: Float64Array,
  labels: Data,
  x: Data,
  stats: Float64Array,
  {
    first,
    n,
    temperature,
    ignoreIndex,
  }: { first: number; n: number; temperature: number; ignoreIndex: number },
): number {
  const rows = stats.length / STATISTICS;
  for (let r = 0; r < rows; r++) {
    const label = labels[first + r];
    const at = r * STATISTICS;
    if (label === ignoreIndex) loss[first + r] = NaN;
    else if (label >= 0 && label < n && label === Math.floor(label))
      loss[first + r] = stats[at + LOG] - (x[r * n + label] - stats[at + MAX]) / temperature;
    else return first + r;
  }
  return -1;
}
