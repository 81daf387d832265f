import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { NDArray } from '../arrays/ndarray';
import { shapeText } from '../arrays/ndarray';
import { unknownClassId } from './indices';
import { ARGMAX, LOG, MAX, SECOND, STATISTICS, TAIL, WEIGHTED } from './kernel';
import { kernelsFor } from './kernels';
import { layoutWithClasses } from './layout';
import { logSumExpOf } from './logSumExpOf';
import { checkTemperature } from './options';
import { rowChunks, type RowChunk } from './rowChunks';
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

export type RowsSummaryColumns = Pick<RowsSummary, 'top' | 'topProbability' | 'logSumExp' | 'loss'> &
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
  const { labels, into } = options;
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
  for (const chunk of rowChunks(logits, layout)) {
    const { x, first, rows } = chunk;
    if (statistics.length < rows * STATISTICS) statistics = new Float64Array(rows * STATISTICS);
    const stats = statistics.subarray(0, rows * STATISTICS);
    kernels.statistics(x, n, temperature, 'weighted', stats);
    addSummaries(result, stats, first, temperature);
    const { margin, entropy } = result;
    if (margin && entropy) addSpread({ margin, entropy }, stats, { first, classes: n, temperature });
    if (labels) addLosses(result, stats, chunk, { ...options, labels, temperature });
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

/** The columns of the rows from `first` on. */
function addSummaries(
  { top, topProbability, logSumExp, flags }: Summarized,
  stats: Float64Array,
  first: number,
  temperature: number,
): void {
  for (let at = 0, row = first; at < stats.length; at += STATISTICS, row++) {
    const max = stats[at + MAX];
    const log = stats[at + LOG];
    const tail = stats[at + TAIL];
    const hasSoftmax = tail === tail;
    if (!hasSoftmax) flags.push({ row, ...rowFlag(max, tail)! });
    top[row] = hasSoftmax ? stats[at + ARGMAX] : -1;
    topProbability[row] = 1 / (1 + tail);
    logSumExp[row] = logSumExpOf(max, log, temperature);
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

function addLosses(
  { loss }: Summarized,
  stats: Float64Array,
  { x, first, rows }: RowChunk,
  {
    labels: { data },
    temperature,
    ignoreIndex = IGNORE_INDEX,
  }: RowsSummaryOptions & Required<Pick<RowsSummaryOptions, 'labels' | 'temperature'>>,
): void {
  const n = x.length / rows;
  for (let r = 0, at = 0, row = first; r < rows; r++, at += STATISTICS, row++) {
    const label = data[row];
    if (label === ignoreIndex) loss![row] = NaN;
    else if (Number.isInteger(label) && label >= 0 && label < n)
      loss![row] = stats[at + LOG] - (x[r * n + label] - stats[at + MAX]) / temperature;
    else throw unknownClassId('labels', row, label, n, ignoreIndex);
  }
}
