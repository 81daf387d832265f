import type { BatchSummary, ConfusionCell, ReliabilityBin, RowFlag, RowLoss } from './types';
import { lossInterval } from './interval';

/** Columns over the rows of a batch, as the kernels give them. `label` is −1 where a row is not counted. */
export interface BatchColumns {
  classes: number;
  label: Int32Array;
  top: Int32Array;
  topProbability: Float64Array;
  loss: Float64Array;
  /** 1 where the label is among the five most probable. */
  inTopFive: Uint8Array;
  reduced: number | undefined;
  flags: readonly RowFlag[];
  decimals?: number;
  temperature: number;
  /** Each class is its own yes or no: figures of one right class per row, or one distribution, have no meaning. */
  multiLabel: boolean;
}

export const RELIABILITY_BINS = 10;
const MAX_CONFUSION_CELLS = 400;
/** Fewer losses say nothing as a histogram. */
const FEW = 30;

/** Figures of a labelled batch. */
export function summarizeBatch(columns: BatchColumns): BatchSummary {
  const { classes, label, top, topProbability, loss, inTopFive } = columns;
  const rows = label.length;
  let counted = 0;
  let right = 0;
  let rightInFive = 0;
  let sum = 0;
  let low = 0;
  let high = 0;
  let labelled = 0;
  for (let i = 0; i < rows; i++) {
    if (label[i] < 0) continue;
    labelled++;
    sum += loss[i];
    // A row without a distribution has no rank, no confidence and no place in a bin: it is in none of these figures.
    if (top[i] < 0 || Number.isNaN(topProbability[i])) continue;
    counted++;
    if (top[i] === label[i]) right++;
    rightInFive += inTopFive[i];
    if (columns.decimals === undefined) continue;
    const [from, to] = lossInterval(loss[i], columns.decimals, columns.temperature);
    low += from;
    high += to;
  }
  const summary: BatchSummary = {
    rows,
    counted,
    ignored: rows - counted,
    meanConfidence: columns.multiLabel ? undefined : meanOf(topProbability),
    reduced: columns.reduced,
    flags: columns.flags,
  };
  if (labelled === 0) return summary;
  const meanLoss = sum / labelled;
  if (columns.multiLabel) return { ...summary, lossHistogram: histogram(label, loss) };
  const reliability = reliabilityBins(label, top, topProbability);
  return {
    ...summary,
    // The plain mean's interval says nothing of a weighted or smoothed one.
    interval:
      columns.decimals !== undefined && columns.reduced !== undefined && isClose(columns.reduced, meanLoss)
        ? [low / labelled, high / labelled]
        : undefined,
    perplexity: Math.exp(meanLoss),
    ...(counted > 0 && { accuracy: right / counted }),
    topFive: classes > 5 && counted > 0 ? rightInFive / counted : undefined,
    ...(counted > 0 && {
      calibrationError: reliability.reduce(
        (e, b) => e + (b.count / counted) * Math.abs(b.accuracy - b.meanConfidence),
        0,
      ),
    }),
    lossHistogram: histogram(label, loss, top),
    ...(labelled < FEW && { fewLosses: fewLosses(columns) }),
    reliability,
    confusion: confusion(label, top, classes),
  };
}

/** Over the numbers among them. */
function meanOf(values: Float64Array): number | undefined {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count > 0 ? sum / count : undefined;
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
}

/** Equal-width bins of the top probability; empty bins are left out. */
function reliabilityBins(label: Int32Array, top: Int32Array, confidence: Float64Array): ReliabilityBin[] {
  const count = new Int32Array(RELIABILITY_BINS);
  const right = new Int32Array(RELIABILITY_BINS);
  const sum = new Float64Array(RELIABILITY_BINS);
  for (let i = 0; i < label.length; i++) {
    if (label[i] < 0 || Number.isNaN(confidence[i])) continue;
    const bin = Math.min(RELIABILITY_BINS - 1, Math.floor(confidence[i] * RELIABILITY_BINS));
    count[bin]++;
    sum[bin] += confidence[i];
    if (top[i] === label[i]) right[bin]++;
  }
  return [...count.keys()]
    .filter((bin) => count[bin] > 0)
    .map((bin) => ({
      from: bin / RELIABILITY_BINS,
      to: (bin + 1) / RELIABILITY_BINS,
      count: count[bin],
      meanConfidence: sum[bin] / count[bin],
      accuracy: right[bin] / count[bin],
    }));
}

/** Equal-width bins from 0 to the largest finite loss; infinite and NaN losses are in no bin, the flags name them. */
function histogram(
  label: Int32Array,
  loss: Float64Array,
  top?: Int32Array,
): NonNullable<BatchSummary['lossHistogram']> {
  let finite = 0;
  let largest = 0;
  for (let i = 0; i < loss.length; i++) {
    if (label[i] < 0 || !Number.isFinite(loss[i])) continue;
    finite++;
    largest = Math.max(largest, loss[i]);
  }
  const bins = Math.max(1, Math.min(24, Math.ceil(Math.sqrt(finite))));
  const width = largest > 0 ? largest / bins : 1;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => i * width);
  const counts = new Int32Array(bins);
  const wrong = new Int32Array(bins);
  for (let i = 0; i < loss.length; i++) {
    if (label[i] < 0 || !Number.isFinite(loss[i])) continue;
    const bin = Math.max(0, Math.min(bins - 1, Math.floor(loss[i] / width)));
    counts[bin]++;
    if (top && top[i] !== label[i]) wrong[bin]++;
  }
  return { edges, counts, ...(top && { wrong }) };
}

function fewLosses({ label, top, loss }: BatchColumns): RowLoss[] {
  const few: RowLoss[] = [];
  for (let row = 0; row < label.length; row++)
    if (label[row] >= 0) few.push({ row, loss: loss[row], wrong: top[row] !== label[row] });
  return few;
}

/** The most frequent pairs of label and prediction, most frequent first. */
function confusion(label: Int32Array, top: Int32Array, classes: number): ConfusionCell[] {
  return [...pairCounts(label, top, classes)]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_CONFUSION_CELLS)
    .map(([pair, count]) => ({ label: Math.floor(pair / classes), predicted: pair % classes, count }));
}

/** Classes whose pairs are counted in a table: a map would cost more than the rows of few classes. */
const TABLED_CLASSES = 256;

function pairCounts(label: Int32Array, top: Int32Array, classes: number): Map<number, number> {
  const counts = new Map<number, number>();
  const table = classes <= TABLED_CLASSES ? new Int32Array(classes * classes) : undefined;
  for (let i = 0; i < label.length; i++) {
    if (label[i] < 0 || top[i] < 0) continue;
    const pair = label[i] * classes + top[i];
    if (table) table[pair]++;
    else counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  table?.forEach((rows, pair) => {
    if (rows > 0) counts.set(pair, rows);
  });
  return counts;
}
