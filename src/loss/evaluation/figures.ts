import { finish, weightedRows, type Steps } from '../../numerics';
import { resampled, resampledInterval, sampleOf, type IntervalKind, type Resampling } from './bootstrap';
import { eceByChance, type ByChance } from './byChance';
import { pickRows, type EvaluatedRows } from './evaluatedRows';
import {
  matrixFigures,
  matrixSteps,
  mean,
  ResampledMatrixFigures,
  type MatrixFigures,
  type ProbabilityRows,
} from './matrixFigures';
import { largestGapInterval } from './largestGap';
import { BINS, pickRanked, rankRows, type RankedRows } from './rankedRows';
import { TOP_FIGURES, TopFigures } from './topFigures';
import type { ClassEvaluation, EvaluationFigures, Figure, ReliabilityFigures } from './types';
import { uncertaintyInterval } from './uncertainty';
import { proportion, wilson } from './wilson';

/** Rows that are resampled; beyond, a sample of them. 20,000 rows tell a width to a hundredth. */
export const RESAMPLED_ROWS = 20_000;
/** Probabilities that are resampled for the figures of every class. */
const RESAMPLED_NUMBERS = 1 << 15;

/** The figures that look at every class's probability, in the order in which they are resampled. */
const CLASS_FIGURES = [
  'eceClasswise',
  'aurocOvr',
  'brierReliability',
  'brierResolution',
  'brierUncertainty',
] as const;

/** Proportions: Wilson's interval is the better one. */
const PROPORTIONS = ['accuracy', 'top5Accuracy'] as const;

/** How intervals are made that resamples' percentiles alone would place beside the truth; docs/evaluation.md has the shares. */
const INTERVALS: Readonly<Record<string, IntervalKind>> = {
  macroF1: 'bias-corrected',
  weightedF1: 'bias-corrected',
  ece: 'mean-square',
  eceEqualMass: 'mean-square',
  eceDebiased: 'standard-error',
  eceClasswise: 'reversed-power',
  brierReliability: 'reversed',
  brierResolution: 'reversed',
  auroc: 'logit',
  aurocOvr: 'logit',
};

/** What figures can be that are not from 0 to 1. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  meanLoss: [0, Infinity],
  brier: [0, 2],
  brierReliability: [0, 2],
  mcc: [-1, 1],
};

export const onesOf = (n: number): Uint8Array => new Uint8Array(n).fill(1);

/** Rows with what several parts of an evaluation are made of, so that it is made once. */
interface ArrangedRows {
  rows: EvaluatedRows;
  ranked: RankedRows;
  /** Where every class's probability is known. */
  matrix?: MatrixFigures;
}

export function* arrangedRows(rows: EvaluatedRows): Steps<ArrangedRows> {
  const ranked = rankRows(rows);
  yield { done: 1, total: 2 };
  const matrix = hasProbabilities(rows) ? yield* matrixSteps(rows) : undefined;
  return { rows, ranked, matrix };
}

/** All figures of the rows, with their intervals. */
export function* evaluationFigures(
  { rows, ranked, matrix }: ArrangedRows,
  resampling: Resampling,
  chance: ByChance,
): Steps<EvaluationFigures> {
  const figures = yield* figuresOfTop(ranked, resampling, chance);
  if (hasProbabilities(rows) && matrix && rows.row.length > 0)
    yield* addClassFigures(figures, { rows, matrix }, resampling);
  return figures;
}

/** Those that need no other probability than the top class's. */
export function* figuresOfTop(
  ranked: RankedRows,
  resampling: Resampling,
  chance: ByChance | undefined,
): Steps<EvaluationFigures> {
  const n = ranked.row.length;
  if (n === 0) return {};
  // Of a million rows each of these takes a tenth of a second.
  const notYet = { done: 0, total: resampling.resamples };
  yield notYet;
  const values = new TopFigures(ranked).of(onesOf(n));
  yield notYet;
  const at = sampleOf(ranked.row, RESAMPLED_ROWS, resampling.seed);
  const sample = at.length === n ? ranked : pickRanked(ranked, at);
  return yield* figuresOfSample({ n, values, sample, chance, bins: reliabilityOf(ranked) }, resampling);
}

/** Figures whose values are known, with the intervals that a sample of the rows gives. */
export function* figuresOfSample(
  {
    n,
    values,
    sample,
    chance,
    bins,
  }: {
    n: number;
    values: Float64Array;
    sample: RankedRows;
    chance: ByChance | undefined;
    bins: readonly ReliabilityFigures[];
  },
  resampling: Resampling,
): Steps<EvaluationFigures> {
  const figures: EvaluationFigures = {};
  const { length } = sample.row;
  let ofSample: TopFigures | undefined;
  const weighed = (weight: Uint8Array) =>
    (ofSample ??= new TopFigures(sample, weightedRows(length))).of(weight);
  const sampled = length === n ? values : weighed(onesOf(length));
  const resamples = yield* resampled(sample.row, weighed, resampling);
  TOP_FIGURES.forEach((name, i) => {
    const figure = figureOf(name, { value: values[i], sampled: sampled[i] }, resamples[i], length / n);
    if (figure) figures[name] = figure;
  });
  for (const name of PROPORTIONS) {
    const figure = figures[name];
    if (figure) figure.interval = wilson(Math.round(figure.value * n), n);
  }
  const { meanLoss, mce } = figures;
  if (mce) mce.interval = largestGapInterval(bins);
  if (meanLoss)
    figures.perplexity = {
      value: Math.exp(meanLoss.value),
      ...(meanLoss.interval && {
        interval: [Math.exp(meanLoss.interval[0]), Math.exp(meanLoss.interval[1])],
      }),
    };
  if (chance) figures.eceByChance = { value: chance.value, interval: chance.interval };
  return figures;
}

function* addClassFigures(
  figures: EvaluationFigures,
  { rows, matrix }: { rows: EvaluatedRows & ProbabilityRows; matrix: MatrixFigures },
  resampling: Resampling,
): Steps<void> {
  const n = rows.row.length;
  const values = classValues(matrix);
  const at = sampleOf(rows.row, Math.floor(RESAMPLED_NUMBERS / rows.classes), resampling.seed);
  const sample = (at.length === n ? rows : pickRows(rows, at)) as EvaluatedRows & ProbabilityRows;
  const sampled = sample === rows ? values : classValues(matrixFigures(sample));
  // Where nothing is resampled, ranking every class's rows would be for nothing.
  let ofSample: ResampledMatrixFigures | undefined;
  const resamples = yield* resampled(
    sample.row,
    (weight) => classValues((ofSample ??= new ResampledMatrixFigures(sample)).of(weight)),
    resampling,
  );
  CLASS_FIGURES.forEach((name, i) => {
    const of = { value: values[i], sampled: sampled[i] };
    const figure = figureOf(name, of, resamples[i], at.length / n);
    if (figure) figures[name] = figure;
  });
  const { brierUncertainty } = figures;
  if (brierUncertainty?.interval) brierUncertainty.interval = uncertaintyOf(rows);
}

/** In the order of CLASS_FIGURES; of two classes the area is that of the second. */
function classValues({ ece, auroc, reliability, resolution, uncertainty }: MatrixFigures): number[] {
  const area = auroc.length === 2 ? auroc[1] : mean(auroc);
  const share = shareOfParts(ece.length);
  return [mean(ece), area, share * reliability, share * resolution, share * uncertainty];
}

/** Of how often each class is a label alone; what resamples would add, they add at the wrong place. */
function uncertaintyOf({ label, classes }: Pick<EvaluatedRows, 'label' | 'classes'>): [number, number] {
  const support = new Float64Array(classes);
  for (const id of label) support[id]++;
  const [low, high] = uncertaintyInterval(support);
  const share = shareOfParts(classes);
  return [share * low, share * high];
}

/** Of two classes the parts are of the positive one's squares, as the score is. */
const shareOfParts = (classes: number) => (classes === 2 ? 0.5 : 1);

/** Undefined where there is no such figure. */
export function figureOf(
  name: string,
  of: { value: number; sampled: number },
  resamples: Float64Array | undefined,
  share: number,
): Figure | undefined {
  const { value } = of;
  const range = RANGES[name] ?? ([0, 1] as const);
  if (Number.isNaN(value)) return undefined;
  const interval = resampledInterval(INTERVALS[name] ?? 'percentile', resamples, of, share, range);
  return { value, ...(interval && { interval }) };
}

export function hasProbabilities(rows: EvaluatedRows): rows is EvaluatedRows & ProbabilityRows {
  return rows.probabilities !== undefined;
}

/** Each class that is a label or a prediction. */
export function classEvaluations(
  { rows, matrix }: Pick<ArrangedRows, 'rows' | 'matrix'>,
  classNames?: readonly string[],
): ClassEvaluation[] {
  const { classes, label, top, loss } = rows;
  const support = new Int32Array(classes);
  const predicted = new Int32Array(classes);
  const both = new Int32Array(classes);
  const losses = new Float64Array(classes);
  for (let i = 0; i < label.length; i++) {
    support[label[i]]++;
    predicted[top[i]]++;
    losses[label[i]] += loss[i];
    if (label[i] === top[i]) both[label[i]]++;
  }
  return [...support.keys()]
    .filter((id) => support[id] > 0 || predicted[id] > 0)
    .map((id) => ({
      id,
      ...(classNames?.[id] !== undefined && { name: classNames[id] }),
      support: support[id],
      predicted: predicted[id],
      precision: proportion(both[id], predicted[id]),
      recall: proportion(both[id], support[id]),
      f1: { value: (2 * both[id]) / (support[id] + predicted[id]) },
      ...(matrix && !Number.isNaN(matrix.auroc[id]) && { auroc: { value: matrix.auroc[id] } }),
      ...(matrix && { ece: { value: matrix.ece[id] } }),
      ...(support[id] > 0 && { meanLoss: { value: losses[id] / support[id] } }),
    }));
}

/** The bins of the reliability diagram that hold rows. */
export function reliabilityOf({ bin, right, confidence }: RankedRows): ReliabilityFigures[] {
  const count = new Int32Array(BINS);
  const hits = new Int32Array(BINS);
  const sum = new Float64Array(BINS);
  for (let i = 0; i < bin.length; i++) {
    count[bin[i]]++;
    hits[bin[i]] += right[i];
    sum[bin[i]] += confidence[i];
  }
  return reliabilityOfSums({ count, hits, sum });
}

/** The same of sums, wherever they were made. */
export function reliabilityOfSums({
  count,
  hits,
  sum,
}: Record<'count' | 'hits' | 'sum', Int32Array | Float64Array>): ReliabilityFigures[] {
  return [...count.keys()]
    .filter((at) => count[at] > 0)
    .map((at) => ({
      from: at / BINS,
      to: (at + 1) / BINS,
      count: count[at],
      meanConfidence: sum[at] / count[at],
      accuracy: proportion(hits[at], count[at])!,
    }));
}

/** The figures without waiting in between, for tests and small data. */
export const figuresAtOnce = (rows: EvaluatedRows, resampling: Resampling): EvaluationFigures =>
  finish(
    evaluationFigures(finish(arrangedRows(rows)), resampling, eceByChance(rows.confidence, resampling.seed)),
  );
