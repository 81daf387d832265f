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
  /** Filled in place of new columns: each has an entry for each row. */
  into?: RowsSummaryColumns;
}

export type RowsSummaryColumns = Pick<
  RowsSummary,
  'top' | 'topProbability' | 'margin' | 'entropy' | 'logSumExp' | 'loss'
>;

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

/**
 * Summarises every row of an array, for the list of rows. float64 inside, one exponential per element.
 *
 * @throws when there are no classes, the labels' shape is not the rows', or a label is no class and not `ignoreIndex`
 */
export function rowsSummary(logits: NDArray, options: RowsSummaryOptions = {}): RowsSummary {
  return finish(rowsSummarySteps(logits, options));
}

/** `rowsSummary`, chunk by chunk. */
export function* rowsSummarySteps(logits: NDArray, options: RowsSummaryOptions = {}): Steps<RowsSummary> {
  const layout = layoutWithClasses(logits, options.axis);
  const { n, rows: total } = layout;
  const { labels, into } = options;
  const temperature = checkTemperature(options.temperature);
  if (labels && labels.data.length !== total) {
    throw new Error(
      l10n.t('labels: expected shape {0}, got {1}', shapeText(layout.rowShape), shapeText(labels.shape)),
    );
  }
  const { top, topProbability, margin, entropy, logSumExp, loss } = into ?? newColumns(total, !!labels);
  const result: RowsSummary = {
    ...{ rows: total, classes: n, top, topProbability, margin, entropy, logSumExp, flags: [] },
    ...(labels && { loss }),
  };
  const kernels = kernelsFor(n);
  for (const chunk of rowChunks(logits, layout)) {
    const { x, first, rows } = chunk;
    if (statistics.length < rows * STATISTICS) statistics = new Float64Array(rows * STATISTICS);
    const stats = statistics.subarray(0, rows * STATISTICS);
    kernels.statistics(x, n, temperature, 'weighted', stats);
    addSummaries(result, stats, first, temperature);
    if (labels) addLosses(result, stats, chunk, { ...options, labels, temperature });
    yield { done: first + rows, total };
  }
  return result;
}

/** What the kernels wrote last: memory made anew for every chunk costs more than short rows. */
let statistics = new Float64Array(0);

function newColumns(rows: number, withLoss: boolean): RowsSummaryColumns {
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
  { classes, top, topProbability, margin, entropy, logSumExp, flags }: RowsSummary,
  stats: Float64Array,
  first: number,
  temperature: number,
): void {
  for (let at = 0, row = first; at < stats.length; at += STATISTICS, row++) {
    const max = stats[at + MAX];
    const log = stats[at + LOG];
    const tail = stats[at + TAIL];
    const sum = 1 + tail;
    const second = classes > 1 ? -Math.expm1((stats[at + SECOND] - max) / temperature) : 1;
    const hasSoftmax = tail === tail;
    if (!hasSoftmax) flags.push({ row, ...rowFlag(max, tail)! });
    top[row] = hasSoftmax ? stats[at + ARGMAX] : -1;
    topProbability[row] = 1 / sum;
    margin[row] = second / sum;
    entropy[row] = log + stats[at + WEIGHTED] / sum;
    logSumExp[row] = logSumExpOf(max, log, temperature);
  }
}

function addLosses(
  { loss }: RowsSummary,
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
