import { BINS, type RankedRows } from './rankedRows';

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
export interface RankFigures {
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
 */
export class TopFigures {
  private readonly sums: TopSums;

  constructor(private readonly rows: RankedRows) {
    const { classes } = rows;
    const [count, hits, sum] = [0, 1, 2].map(() => new Float64Array(BINS));
    const [support, predicted, both] = [0, 1, 2].map(() => new Float64Array(classes));
    const none = { n: 0, right: 0, five: 0, loss: 0, brier: 0, confidence: 0 };
    this.sums = { classes, ...none, count, hits, sum, support, predicted, both };
  }

  of(weight: Uint8Array): Float64Array {
    const { count, hits, sum, support, predicted, both } = this.sums;
    const { label, top, right, confidence, loss, brier, inTopFive, bin } = this.rows;
    for (const column of [count, hits, sum, support, predicted, both]) column.fill(0);
    let n = 0;
    let rightRows = 0;
    let five = 0;
    let losses = 0;
    let squares = 0;
    let confidences = 0;
    for (let i = 0; i < weight.length; i++) {
      const w = weight[i];
      if (w === 0) continue;
      n += w;
      five += w * inTopFive[i];
      losses += w * loss[i];
      squares += w * brier[i];
      const c = w * confidence[i];
      confidences += c;
      const at = bin[i];
      count[at] += w;
      sum[at] += c;
      support[label[i]] += w;
      predicted[top[i]] += w;
      if (right[i] === 0) continue;
      rightRows += w;
      hits[at] += w;
      both[label[i]] += w;
    }
    Object.assign(this.sums, {
      n,
      right: rightRows,
      five,
      loss: losses,
      brier: squares,
      confidence: confidences,
    });
    return topFiguresOf(this.sums, {
      eceEqualMass: this.equalMass(weight),
      auroc: this.auroc(weight),
      aurc: this.aurc(weight),
    });
  }

  /** The calibration error over ten bins of equally many rows by rising confidence, as np.array_split cuts them. */
  private equalMass(weight: Uint8Array): number {
    const { n } = this.sums;
    const { right, confidence } = this.rows;
    let bin = 0;
    let room = sizeOfPart(n, 0);
    let gap = 0;
    let error = 0;
    for (let i = 0; i < weight.length; i++) {
      let w = weight[i];
      while (w > 0) {
        const part = Math.min(w, room);
        gap += part * (right[i] - confidence[i]);
        w -= part;
        room -= part;
        if (room > 0) continue;
        error += Math.abs(gap);
        gap = 0;
        room = sizeOfPart(n, ++bin);
      }
    }
    return error / n;
  }

  /** How often a right row is surer than a wrong one, ties by half: the area under the ROC curve of the confidence. */
  private auroc(weight: Uint8Array): number {
    const { right, endsTie } = this.rows;
    let below = 0;
    let wrongs = 0;
    let rights = 0;
    let area = 0;
    for (let i = 0; i < weight.length; i++) {
      if (right[i]) rights += weight[i];
      else wrongs += weight[i];
      if (endsTie[i] === 0) continue;
      area += rights * (below + wrongs / 2);
      below += wrongs;
      wrongs = rights = 0;
    }
    const { n, right: all } = this.sums;
    return area / (all * (n - all));
  }

  /**
   * The area under the risk–coverage curve (Geifman et al. 2019): the mean, over k, of the error of the k surest rows.
   * Rows of equal confidence come in no order; the errors among them count as spread evenly.
   */
  private aurc(weight: Uint8Array): number {
    const { right, endsTie } = this.rows;
    let answered = 0;
    let errors = 0;
    let area = 0;
    let tied = 0;
    let wrong = 0;
    for (let i = weight.length - 1; i >= 0; i--) {
      tied += weight[i];
      if (!right[i]) wrong += weight[i];
      if (i > 0 && endsTie[i - 1] === 0) continue;
      for (let j = 1; j <= tied; j++) area += (errors + (wrong * j) / tied) / (answered + j);
      answered += tied;
      errors += wrong;
      tied = wrong = 0;
    }
    return area / this.sums.n;
  }
}

/** Rows of a part, of `n` rows cut into BINS parts: the first ones take one more. */
export function sizeOfPart(n: number, part: number): number {
  return Math.floor(n / BINS) + Number(part < n % BINS);
}

/**
 * Over equal-width bins: the expected calibration error Σ n_b/n |acc_b − conf_b| (Naeini et al. 2015, Guo et al. 2017);
 * the debiased one √max(0, Σ n_b/n ((acc_b − conf_b)² − acc_b (1 − acc_b)/(n_b − 1))) (Kumar et al. 2019, definition 5.2;
 * a bin of one row tells nothing and adds 0); the largest gap of a bin.
 */
function binned({ count, hits, sum, n }: TopSums): [ece: number, debiased: number, mce: number] {
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
