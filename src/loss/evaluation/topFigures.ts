import { plainRows, type AllWeightedRows, type Areas, type Marked } from '../../numerics';
import { listsOf, type Lists } from './columns';
import { BINS, endsOfBins, tiesOf, type RankedRows } from './rankedRows';

/** Figures of the top class and its probability, in the order in which `TopFigures` gives them. */
export const TOP_FIGURES = [
  'accuracy',
  'top5Accuracy',
  'meanLoss',
  'brier',
  'meanConfidence',
  'ece',
  'eceEqualMass',
  'eceDebiased',
  'mce',
  'auroc',
  'aurc',
  'macroF1',
  'weightedF1',
  'mcc',
] as const;

export type TopFigure = (typeof TOP_FIGURES)[number];

/** What the figures of the top class are made of, where no order of the rows matters. Sums of pieces add up. */
export interface TopSums {
  classes: number;
  /** Rows, and those whose top class is the label. */
  n: number;
  right: number;
  five: number;
  loss: number;
  brier: number;
  confidence: number;
  /** Of each equal-width bin: rows, right ones, and their summed confidence. */
  count: Float64Array;
  hits: Float64Array;
  sum: Float64Array;
  /** Of each class: rows labelled so, predicted so, and both. */
  support: Float64Array;
  predicted: Float64Array;
  both: Float64Array;
}

/** Figures that go by the rank of the rows. */
interface RankFigures {
  eceEqualMass: number;
  auroc: number;
  aurc: number;
}

/** The figures of sums, in the order of TOP_FIGURES. */
export function topFiguresOf(sums: TopSums, { eceEqualMass, auroc, aurc }: RankFigures): Float64Array {
  const { n } = sums;
  const [ece, debiased, mce] = binned(sums);
  const [macroF1, weightedF1, mcc] = confused(sums);
  return Float64Array.of(
    sums.right / n,
    sums.classes > 5 ? sums.five / n : NaN,
    sums.loss / n,
    sums.brier / n,
    sums.confidence / n,
    ece,
    eceEqualMass,
    debiased,
    mce,
    auroc,
    aurc,
    macroF1,
    weightedF1,
    mcc,
  );
}

/**
 * Computes those figures of rows that each count as often as a weight says: the figures themselves where all weights
 * are 1, a resample's where they are how often each row was drawn. So there is one definition of each. NaN where a
 * figure is not defined: an AUROC without a wrong row.
 *
 * A bootstrap runs through all rows a thousand times. What follows from the wrong rows alone (hits, F1, AUROC, AURC) is
 * made of them alone, and sums over all rows are the kernels'.
 */
export class TopFigures {
  private readonly sums: TopSums;
  /** Where each bin ends: rows lie in the order of their confidence. */
  private readonly binEnd: Int32Array;
  private readonly losses: FiniteLosses;
  private readonly sumOf: Readonly<Record<'losses' | 'squares' | 'confidences' | 'gaps', SumOf>>;
  /** Rows of each label; wrong rows of each bin, of each label and of each prediction, and those not in the top five. */
  private readonly rowsOf: Readonly<
    Record<'support' | 'binned' | 'missed' | 'taken' | 'outside', () => Int32Array>
  >;
  private readonly areasOfWrong: () => Areas;

  /** @param weighted what sums them: kernels, where weights come time and again */
  constructor(
    private readonly rows: RankedRows,
    private readonly weighted: AllWeightedRows = plainRows(rows.bin.length),
  ) {
    const { classes, bin, right, confidence } = rows;
    const [count, hits, sum] = [0, 1, 2].map(() => new Float64Array(BINS));
    const [support, predicted, both] = [0, 1, 2].map(() => new Float64Array(classes));
    const none = { n: 0, right: 0, five: 0, loss: 0, brier: 0, confidence: 0 };
    this.sums = { classes, ...none, count, hits, sum, support, predicted, both };
    this.binEnd = endsOfBins(bin);
    this.losses = finiteLosses(rows.loss);
    this.sumOf = {
      losses: weighted.column(this.losses.finite),
      squares: weighted.column(rows.brier),
      confidences: weighted.column(confidence),
      gaps: weighted.column(confidence.map((p, row) => right[row] - p)),
    };
    const wrong = wrongRowsOf(rows);
    const { place, label, top, binEnd, notFive } = wrong;
    this.areasOfWrong = weighted.areas(wrong);
    const lists = (some: Lists) => weighted.lists(some.place, some.ends);
    this.rowsOf = {
      support: lists(listsOf(rows.label, classes)),
      binned: lists({ place, ends: binEnd }),
      missed: lists(listsOf(label, classes, place)),
      taken: lists(listsOf(top, classes, place)),
      outside: lists({ place: notFive, ends: Int32Array.of(notFive.length) }),
    };
  }

  of(weight: Uint8Array): Float64Array {
    this.weighted.weigh(weight);
    const before = this.weighted.before();
    this.addAll(weight, before);
    this.addWrong();
    return topFiguresOf(this.sums, { eceEqualMass: this.equalMass(before), ...this.areas() });
  }

  private addAll(weight: Uint8Array, before: Int32Array): void {
    const { count, sum } = this.sums;
    const { binEnd, sumOf } = this;
    let all = 0;
    for (let bin = 0, from = 0; bin < BINS; from = binEnd[bin++]) {
      count[bin] = before[binEnd[bin]] - before[from];
      sum[bin] = sumOf.confidences(from, binEnd[bin]);
      all += sum[bin];
    }
    const isInfinite = this.losses.infinite.some((row) => weight[row] > 0);
    Object.assign(this.sums, {
      n: before[weight.length],
      loss: isInfinite ? Infinity : sumOf.losses(0, weight.length),
      brier: sumOf.squares(0, weight.length),
      confidence: all,
    });
  }

  /** What the wrong rows take from being right. */
  private addWrong(): void {
    const { n, support, predicted, both, count, hits } = this.sums;
    const { rowsOf } = this;
    support.set(rowsOf.support());
    const [missed, taken, binned, [outside]] = [
      rowsOf.missed(),
      rowsOf.taken(),
      rowsOf.binned(),
      rowsOf.outside(),
    ];
    let wrong = 0;
    for (let bin = 0; bin < BINS; bin++) {
      hits[bin] = count[bin] - binned[bin];
      wrong += binned[bin];
    }
    for (let c = 0; c < both.length; c++) {
      both[c] = support[c] - missed[c];
      predicted[c] = both[c] + taken[c];
    }
    Object.assign(this.sums, { five: n - outside, right: n - wrong });
  }

  /**
   * - How often a right row is surer than a wrong one, ties by half: the area under the ROC curve of the confidence;
   * - the area under the risk–coverage curve (Geifman et al. 2019): the mean, over k, of the error of the k surest rows.
   */
  private areas(): Pick<RankFigures, 'auroc' | 'aurc'> {
    const { n } = this.sums;
    const { area, risk, marked } = this.areasOfWrong();
    return { auroc: area / (marked * (n - marked)), aurc: risk / n };
  }

  /** The calibration error over ten bins of equally many rows by rising confidence, as np.array_split cuts them. */
  private equalMass(before: Int32Array): number {
    const { n } = this.sums;
    const { right, confidence } = this.rows;
    let error = 0;
    let gap = 0;
    let row = 0;
    for (let part = 0, end = 0; part < BINS; part++) {
      end += sizeOfPart(n, part);
      const last = placeOf(end, before, row);
      gap += this.sumOf.gaps(row, last);
      row = last;
      // The row that the part ends in may reach into the next ones.
      const off = end > 0 ? right[row] - confidence[row] : 0;
      const inside = end - before[row];
      error += Math.abs(gap + inside * off);
      gap = -inside * off;
    }
    return error / n;
  }
}

type SumOf = (from: number, to: number) => number;

/** The first place, from one on, by whose end so many rows have come. */
function placeOf(count: number, before: Int32Array, from: number): number {
  let [low, high] = [from, before.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before[middle + 1] < count) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The wrong rows in the order of their confidence, each with the range of rows that are as sure. */
interface WrongRows extends Marked {
  label: Int32Array;
  top: Int32Array;
  /** Where each bin ends among them. */
  binEnd: Int32Array;
  /** The places of those whose label is not among the five most probable either. */
  notFive: Int32Array;
}

function wrongRowsOf({ right, endsTie, label, top, bin, inTopFive }: RankedRows): WrongRows {
  const n = right.length;
  const all = new Int32Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) {
    all[count] = i;
    count += 1 - right[i];
  }
  const place = all.slice(0, count);
  // Loops: a call for each of a million rows would take longer than a resample.
  const [ofLabel, ofTop] = [0, 1].map(() => new Int32Array(count));
  const ofBin = new Uint8Array(count);
  const notFive = new Int32Array(count);
  let outside = 0;
  for (let at = 0; at < count; at++) {
    const row = place[at];
    ofLabel[at] = label[row];
    ofTop[at] = top[row];
    ofBin[at] = bin[row];
    notFive[outside] = row;
    outside += 1 - inTopFive[row];
  }
  return {
    place,
    ...tiesOf(place, endsTie),
    label: ofLabel,
    top: ofTop,
    binEnd: endsOfBins(ofBin),
    notFive: notFive.subarray(0, outside),
  };
}

/** Losses that may be multiplied by 0, and the rows of an infinite one. */
interface FiniteLosses {
  finite: Float64Array;
  infinite: readonly number[];
}

function finiteLosses(loss: Float64Array): FiniteLosses {
  const infinite: number[] = [];
  for (let row = loss.indexOf(Infinity); row >= 0; row = loss.indexOf(Infinity, row + 1)) infinite.push(row);
  if (infinite.length === 0) return { finite: loss, infinite };
  return { finite: loss.map((one) => (one === Infinity ? 0 : one)), infinite };
}

/** Rows of a part, of `n` rows cut into BINS parts: the first ones take one more. */
function sizeOfPart(n: number, part: number): number {
  return Math.floor(n / BINS) + Number(part < n % BINS);
}

/**
 * Over equal-width bins: the expected calibration error Σ n_b/n |acc_b − conf_b| (Naeini et al. 2015, Guo et al. 2017);
 * the debiased one √max(0, Σ n_b/n ((acc_b − conf_b)² − acc_b (1 − acc_b)/(n_b − 1))) (Kumar et al. 2019, definition 5.2;
 * a bin of one row tells nothing and adds 0); the largest gap of a bin.
 */
export function binned({
  count,
  hits,
  sum,
  n,
}: Pick<TopSums, 'count' | 'hits' | 'sum' | 'n'>): [ece: number, debiased: number, mce: number] {
  let ece = 0;
  let squared = 0;
  let mce = n > 0 ? 0 : NaN;
  for (let bin = 0; bin < BINS; bin++) {
    const rows = count[bin];
    if (rows === 0) continue;
    const accuracy = hits[bin] / rows;
    const gap = Math.abs(accuracy - sum[bin] / rows);
    ece += (rows / n) * gap;
    mce = Math.max(mce, gap);
    if (rows > 1) squared += (rows / n) * (gap * gap - (accuracy * (1 - accuracy)) / (rows - 1));
  }
  return [n > 0 ? ece : NaN, n > 0 ? Math.sqrt(Math.max(0, squared)) : NaN, mce];
}

/**
 * F1 of each class that is a label or a prediction, their plain mean and the one weighted by labels, 0 for a class that
 * is never right, as scikit-learn's; and Matthews' correlation for several classes (Gorodkin 2004), 0 where all rows
 * have one label or one prediction.
 */
function confused({
  support,
  predicted,
  both,
  n,
  right,
}: TopSums): [macroF1: number, weightedF1: number, mcc: number] {
  let classes = 0;
  let f1s = 0;
  let weighted = 0;
  let product = 0;
  let ofLabels = 0;
  let ofPredictions = 0;
  for (let c = 0; c < support.length; c++) {
    const all = support[c] + predicted[c];
    if (all === 0) continue;
    const f1 = (2 * both[c]) / all;
    classes++;
    f1s += f1;
    weighted += f1 * support[c];
    product += support[c] * predicted[c];
    ofLabels += support[c] * support[c];
    ofPredictions += predicted[c] * predicted[c];
  }
  const spread = Math.sqrt((n * n - ofLabels) * (n * n - ofPredictions));
  const mcc = n === 0 ? NaN : spread === 0 ? 0 : (right * n - product) / spread;
  return [f1s / classes, weighted / n, mcc];
}
