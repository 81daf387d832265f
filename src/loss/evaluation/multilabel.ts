import { ignoredId } from '../../arrays/ignoreIndex';
import { NO_LABEL } from '../../arrays/noLabel';
import type { Steps } from '../../numerics';
import { float64Column, int32Column } from '../growable';
import type { LabelledRows } from '../rowColumns';
import { addOutside, areTargets, checkIgnored } from './labelRows';
import { sigmoidCrossEntropy } from '../sigmoidCrossEntropy';
import type { LossSettings } from '../types';
import { resampled, sampleOf, type Resampling } from './bootstrap';
import { figureOf, onesOf } from './figures';
import { columnOf } from './columns';
import { BINS, binOf } from './rankedRows';
import { RankedLabel } from './rankedLabel';
import type { Evaluation, Figure, LabelEvaluation, MisfitLabels } from './types';
import { proportion, wilson } from './wilson';

const RESAMPLED_NUMBERS = 1 << 17;

/** Rows whose classes are each a yes or no of its own. */
export interface MultilabelRows {
  classes: number;
  row: Int32Array;
  /** Rows × classes: the sigmoid of each logit, and 1 where the row has the class. */
  probabilities: Float64Array;
  isSet: Uint8Array;
  /** Each row's mean cross-entropy over its classes. */
  loss: Float64Array;
  all: number;
  unlabelled: number;
  undefined: number;
  /** Of those without a label the ones that were given a class ID that no class has. */
  misfit?: MisfitLabels;
}

/** Gathers the rows that count: those with labels and with a number for every class. */
export class MultilabelBuilder {
  private readonly row = int32Column();
  private readonly probabilities = float64Column();
  private readonly isSet: number[] = [];
  private readonly loss = float64Column();
  private all = 0;
  private unlabelled = 0;
  private undefinedRows = 0;
  private readonly misfit: MisfitLabels = { outside: 0, id: NaN, zeros: 0 };

  constructor(
    private readonly classes: number,
    private readonly settings: Pick<LossSettings, 'temperature' | 'ignoreIndex' | 'labelOffset'>,
  ) {}

  add(block: LabelledRows): void {
    const { logits, label, soft, classes } = block;
    checkIgnored(block, this.settings);
    const { temperature } = this.settings;
    const ignored = ignoredId(this.settings);
    const isClass = (id: number) => id >= 0 && id < classes && id !== ignored;
    for (let from = 0, i = 0; from < logits.length; from += classes, i++) {
      const row = this.all++;
      const x = logits.subarray(from, from + classes);
      const id = label?.[i] ?? NO_LABEL;
      const z = soft?.subarray(from, from + classes) ?? (isClass(id) ? oneHot(id, classes) : undefined);
      if (!z || id === NO_LABEL || (soft && !areTargets(z, row))) {
        this.unlabelled++;
        if (!z) addOutside(this.misfit, id, this.settings);
      } else if (x.some(Number.isNaN)) this.undefinedRows++;
      else {
        this.row.push(row);
        this.loss.push(sigmoidCrossEntropy(x, z, temperature));
        for (let c = 0; c < classes; c++) {
          this.probabilities.push(1 / (1 + Math.exp(-x[c] / temperature)));
          this.isSet.push(Number(z[c] >= 0.5));
        }
      }
    }
  }

  build(): MultilabelRows {
    return {
      classes: this.classes,
      row: this.row.values,
      probabilities: this.probabilities.values,
      isSet: Uint8Array.from(this.isSet),
      loss: this.loss.values,
      all: this.all,
      unlabelled: this.unlabelled,
      undefined: this.undefinedRows,
      ...(this.misfit.outside > 0 && { misfit: this.misfit }),
    };
  }
}

function oneHot(id: number, classes: number): Float64Array {
  const z = new Float64Array(classes);
  z[id] = 1;
  return z;
}

/** In the order in which they are resampled. */
const FIGURES = [
  'exactMatch',
  'hammingLoss',
  'meanLoss',
  'brier',
  'microF1',
  'macroF1',
  'weightedF1',
] as const;

/** The figures of such rows; none of them takes a softmax. */
export function* multilabelFigures(
  rows: MultilabelRows,
  classNames: readonly string[] | undefined,
  resampling: Resampling,
): Steps<Omit<Evaluation, 'version' | 'options' | 'skipped'>> {
  const n = rows.row.length;
  const sample = sampleOf(rows.row, Math.floor(RESAMPLED_NUMBERS / rows.classes), resampling.seed);
  const some = sample.length === n ? rows : pick(rows, sample);
  const values = valuesOf(rows, onesOf(n));
  const sampled = some === rows ? values : valuesOf(some, onesOf(sample.length));
  const resamples = yield* resampled(some.row, (weight) => valuesOf(some, weight), resampling);
  const figures: Partial<Record<(typeof FIGURES)[number], Figure>> = {};
  FIGURES.forEach((name, i) => {
    figures[name] = figureOf(
      name,
      { value: values[i], sampled: sampled[i] },
      resamples[i],
      sample.length / n,
    );
  });
  figures.exactMatch!.interval = wilson(Math.round(values[0] * n), n);
  const ranked = Array.from({ length: rows.classes }, (_, id) => rankedLabel(some, id));
  const perLabel = ranked.map((one, id) =>
    labelEvaluation(some === rows ? one : rankedLabel(rows, id), id, classNames?.[id]),
  );
  const ranks = yield* rankFigures(some.row, ranked, resampling);
  const meanOf = (name: 'auroc' | 'averagePrecision') => {
    const value = meanOfKnown(perLabel.map((one) => one[name]?.value ?? NaN));
    const { drawn, sampled: ofSample } = ranks[name];
    return figureOf(name, { value, sampled: ofSample }, drawn, sample.length / n);
  };
  return {
    task: 'multilabel',
    rows: { all: rows.all, counted: n, unlabelled: rows.unlabelled, undefined: rows.undefined },
    classes: rows.classes,
    ...figures,
    macroAveragePrecision: meanOf('averagePrecision'),
    auroc: meanOf('auroc'),
    perLabel,
    perClass: [],
    slices: [],
    reliability: [],
    labelErrors: [],
  };
}

const rankedLabel = ({ classes, probabilities, isSet }: MultilabelRows, id: number) =>
  new RankedLabel(columnOf(probabilities, classes, id), columnOf(isSet, classes, id));

/** The means over labels of what goes by rank, of the rows that are resampled and of each resample. */
function* rankFigures(
  row: Int32Array,
  labels: readonly RankedLabel[],
  resampling: Resampling,
): Steps<Record<'auroc' | 'averagePrecision', { sampled: number; drawn: Float64Array | undefined }>> {
  const means = (weight?: Uint8Array) => {
    const each = labels.map((one) => one.of(weight));
    return [meanOfKnown(each.map(([area]) => area)), meanOfKnown(each.map(([, precision]) => precision))];
  };
  const [auroc, averagePrecision] = means();
  const [areas, precisions] = yield* resampled(row, means, resampling);
  return {
    auroc: { sampled: auroc, drawn: areas },
    averagePrecision: { sampled: averagePrecision, drawn: precisions },
  };
}

/** NaN where none is known. */
function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, one) => sum + one, 0) / known.length;
}

function valuesOf({ classes, probabilities, isSet, loss }: MultilabelRows, weight: Uint8Array): number[] {
  const support = new Float64Array(classes);
  const predicted = new Float64Array(classes);
  const both = new Float64Array(classes);
  let n = 0;
  let exact = 0;
  let wrong = 0;
  let losses = 0;
  let squares = 0;
  for (let row = 0, from = 0; row < weight.length; row++, from += classes) {
    const w = weight[row];
    if (w === 0) continue;
    n += w;
    losses += w * loss[row];
    let wrongHere = 0;
    for (let c = 0; c < classes; c++) {
      const p = probabilities[from + c];
      const z = isSet[from + c];
      const said = Number(p > 0.5);
      squares += w * (p - z) * (p - z);
      support[c] += w * z;
      predicted[c] += w * said;
      if (said !== z) wrongHere++;
      else if (z) both[c] += w;
    }
    wrong += w * wrongHere;
    if (wrongHere === 0) exact += w;
  }
  const sum = (of: Float64Array) => of.reduce((total, one) => total + one, 0);
  const f1 = both.map((hits, c) =>
    support[c] + predicted[c] > 0 ? (2 * hits) / (support[c] + predicted[c]) : 0,
  );
  return [
    exact / n,
    wrong / (n * classes),
    losses / n,
    squares / (n * classes),
    (2 * sum(both)) / (sum(support) + sum(predicted)),
    sum(f1) / classes,
    sum(f1.map((one, c) => one * support[c])) / sum(support),
  ];
}

/** How one of the classes is told, by itself. */
export function labelEvaluation(ranked: RankedLabel, id: number, name?: string): LabelEvaluation {
  const { score, isSet } = ranked;
  const n = score.length;
  let support = 0;
  let predicted = 0;
  let both = 0;
  let squares = 0;
  const gaps = new Float64Array(BINS);
  for (let i = 0; i < n; i++) {
    const z = isSet[i];
    const said = Number(score[i] > 0.5);
    support += z;
    predicted += said;
    both += z * said;
    squares += (score[i] - z) ** 2;
    gaps[binOf(score[i])] += z - score[i];
  }
  const [area, precisionMean] = ranked.of();
  const best = bestThreshold(ranked, support);
  return {
    id,
    ...(name !== undefined && { name }),
    support,
    ...(!Number.isNaN(precisionMean) && { averagePrecision: { value: precisionMean } }),
    ...(!Number.isNaN(area) && { auroc: { value: area } }),
    precision: proportion(both, predicted),
    recall: proportion(both, support),
    f1: { value: support + predicted > 0 ? (2 * both) / (support + predicted) : 0 },
    brier: { value: squares / n },
    ece: { value: gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / n },
    ...(best && { bestThreshold: best.threshold, bestF1: best.f1 }),
  };
}

/**
 * The threshold that predicts the class so that F1 is largest; the highest of equals. It lies half-way to the next score below:
 * on the score itself, what another library's last digit makes of that row would decide.
 */
function bestThreshold(
  { score, isSet, order, endsTie }: RankedLabel,
  support: number,
): { threshold: number; f1: number } | undefined {
  if (support === 0) return undefined;
  let best = { threshold: 1, f1: 0 };
  let hits = 0;
  for (let i = order.length - 1; i >= 0; i--) {
    hits += isSet[order[i]];
    if (i > 0 && endsTie[i - 1] === 0) continue;
    const f1 = (2 * hits) / (support + order.length - i);
    if (f1 > best.f1) best = { threshold: halfway(score[order[i]], i > 0 ? score[order[i - 1]] : 0), f1 };
  }
  return best;
}

/** Above the lower one, also where nothing lies between. */
function halfway(score: number, below: number): number {
  const middle = (score + below) / 2;
  return middle > below ? middle : score;
}

function pick(rows: MultilabelRows, at: Int32Array): MultilabelRows {
  const { classes } = rows;
  const probabilities = new Float64Array(at.length * classes);
  const isSet = new Uint8Array(at.length * classes);
  at.forEach((from, to) => {
    probabilities.set(rows.probabilities.subarray(from * classes, (from + 1) * classes), to * classes);
    isSet.set(rows.isSet.subarray(from * classes, (from + 1) * classes), to * classes);
  });
  return {
    ...rows,
    row: Int32Array.from(at, (i) => rows.row[i]),
    loss: Float64Array.from(at, (i) => rows.loss[i]),
    probabilities,
    isSet,
  };
}
