import type { BatchSummary, ConfusionCell, ReliabilityBin, RowFlag, RowLoss } from './types';
import { lossInterval } from './interval';
import type { ClassIds } from './growable';
import { countLosses, RELIABILITY_BINS } from '../numerics';
import type { ConfidenceBins, RowCounts } from './rowCounts';
import type { SigmoidColumns } from './sigmoidColumns';

/** Columns over the rows of a batch, as the kernels give them. `label` is −1 where a row is not counted. */
interface BatchColumns {
  classes: number;
  label: ClassIds;
  top: ClassIds;
  topProbability: Float64Array;
  loss: Float64Array;
  counts: RowCounts;
  /** Counted rows whose label is among the five most probable. */
  inTopFive: number;
  reduced: number | undefined;
  flags: readonly RowFlag[];
  decimals?: number;
  temperature: number;
  /** Each class is its own yes or no: figures of one right class per row, or one distribution, have no meaning. */
  sigmoid?: SigmoidColumns;
}

const MAX_CONFUSION_CELLS = 400;
/** Fewer losses say nothing as a histogram. */
const FEW = 30;

/** Figures of a labelled batch. */
export function summarizeBatch(columns: BatchColumns): BatchSummary {
  const { classes, label, loss, inTopFive, reduced, decimals, flags, sigmoid, counts } = columns;
  const rows = label.length;
  const { counted, labelled, right, sum, meanConfidence, bins, finite, largest } = counts;
  const summary: BatchSummary = {
    rows,
    counted,
    ignored: rows - counted,
    meanConfidence: sigmoid ? undefined : meanConfidence,
    // The mean of no rows is no number.
    reduced: counted === 0 && labelled === 0 ? undefined : reduced,
    flags,
    ...(sigmoid && { above: total(sigmoid.above) }),
  };
  if (labelled === 0) return summary;
  const meanLoss = sum / labelled;
  if (sigmoid)
    return {
      ...summary,
      yesOrNo: yesOrNo(columns, sigmoid),
      lossHistogram: histogram(columns, finite, largest, false),
      ...(labelled < FEW && { fewLosses: fewLosses(columns) }),
    };
  const reliability = reliabilityOf(bins);
  return {
    ...summary,
    // The plain mean's interval says nothing of a weighted or smoothed one.
    interval:
      decimals !== undefined && reduced !== undefined && isClose(reduced, meanLoss)
        ? meanInterval(label, loss, decimals, columns)
        : undefined,
    perplexity: Math.exp(meanLoss),
    ...(counted > 0 && { accuracy: right / counted }),
    topFive: classes > 5 && counted > 0 ? inTopFive / counted : undefined,
    ...(counted > 0 && {
      calibrationError: reliability.reduce(
        (e, b) => e + (b.count / counted) * Math.abs(b.accuracy - b.meanConfidence),
        0,
      ),
    }),
    lossHistogram: histogram(columns, finite, largest, true),
    ...(labelled < FEW && { fewLosses: fewLosses(columns) }),
    reliability,
    confusion: confusion(counts.pairs, classes),
  };
}

function meanInterval(
  label: ClassIds,
  loss: Float64Array,
  decimals: number,
  { top, topProbability, temperature }: BatchColumns,
): [low: number, high: number] {
  let [low, high, labelled] = [0, 0, 0];
  for (let i = 0; i < label.length; i++) {
    if (label[i] < 0) continue;
    labelled++;
    if (top[i] < 0 || Number.isNaN(topProbability[i])) continue;
    const [from, to] = lossInterval(loss[i], decimals, temperature);
    low += from;
    high += to;
  }
  return [low / labelled, high / labelled];
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
}

/** Empty bins are left out. */
function reliabilityOf({ count, right, confidence }: ConfidenceBins): ReliabilityBin[] {
  return Array.from({ length: RELIABILITY_BINS }, (_, bin) => bin)
    .filter((bin) => count[bin] > 0)
    .map((bin) => ({
      from: bin / RELIABILITY_BINS,
      to: (bin + 1) / RELIABILITY_BINS,
      count: count[bin],
      meanConfidence: confidence[bin] / count[bin],
      accuracy: right[bin] / count[bin],
    }));
}

/**
 * Equal-width bins from 0 to the largest of the finite losses; infinite and NaN losses are in no bin, the flags name them.
 *
 * @param judged whether wrong predictions are counted apart
 */
function histogram(
  { label, top, loss }: BatchColumns,
  finite: number,
  largest: number,
  judged: boolean,
): NonNullable<BatchSummary['lossHistogram']> {
  const bins = Math.max(1, Math.min(24, Math.ceil(Math.sqrt(finite))));
  const width = largest > 0 ? largest / bins : 1;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => i * width);
  const rows = new Int32Array(2 * bins);
  countLosses({ top, label, loss }, width, rows);
  const wrong = rows.filter((_, i) => i % 2 === 1);
  return { edges, counts: wrong.map((count, bin) => count + rows[2 * bin]), ...(judged && { wrong }) };
}

function fewLosses({ label, top, loss, sigmoid }: BatchColumns): RowLoss[] {
  const few: RowLoss[] = [];
  for (let row = 0; row < label.length; row++) {
    if (label[row] < 0) continue;
    const wrong = sigmoid ? sigmoid.missed![row] > 0 : top[row] !== label[row];
    few.push({ row, loss: loss[row], wrong });
  }
  return few;
}

/** Of the rows with a label and a probability for each class. */
function yesOrNo(
  { label, top, classes }: BatchColumns,
  { above, targets, missed }: SigmoidColumns,
): BatchSummary['yesOrNo'] {
  let [rows, wrong, exact, said, wanted] = [0, 0, 0, 0, 0];
  for (let row = 0; row < label.length; row++) {
    if (label[row] < 0 || top[row] < 0) continue;
    rows++;
    wrong += missed![row];
    exact += Number(missed![row] === 0);
    said += above[row];
    wanted += targets![row];
  }
  if (rows === 0) return undefined;
  // What is wrong is said and not wanted, or wanted and not said: 2 TP is what is left of both together.
  const f1 = said + wanted > 0 ? (said + wanted - wrong) / (said + wanted) : undefined;
  return { right: rows * classes - wrong, all: rows * classes, exact, f1 };
}

function total(column: Int32Array): number {
  return column.reduce((a, b) => a + b, 0);
}

/** The most frequent pairs of label and prediction, most frequent first. */
function confusion(pairs: ReadonlyMap<number, number>, classes: number): ConfusionCell[] {
  return [...pairs]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_CONFUSION_CELLS)
    .map(([pair, count]) => ({ label: Math.floor(pair / classes), predicted: pair % classes, count }));
}
