import { columnOf, placesUpTo } from './columns';
import { orderBy } from './orderBy';
import { BINS, binOf, isAbove } from './rankedRows';

/** Rows with the probability of every class. */
export interface ProbabilityRows {
  classes: number;
  label: Int32Array;
  /** Rows × classes. */
  probabilities: Float64Array;
}

/** Figures that look at every class's probability, by class. */
export interface MatrixFigures {
  /** Expected calibration error of each class's own probability over all rows. */
  ece: Float64Array;
  /** Each class against the rest; NaN where it is every row's label or none's. */
  auroc: Float64Array;
  /** Murphy's parts of the Brier score, summed over the classes. */
  reliability: number;
  resolution: number;
  uncertainty: number;
}

/** One class's own column, so that a resample reads straight on. */
interface ClassColumn {
  probability: Float64Array;
  bin: Uint8Array;
  isOwn: Uint8Array;
  /** Rows by rising probability, whether each is the class's own, and whether the next one has a larger probability. */
  order: Int32Array;
  ownInOrder: Uint8Array;
  endsTie: Uint8Array;
}

/** The figures of each class's own probability. `of` counts each row as often as a weight says. */
export class ClassFiguresOf {
  private readonly columns: ClassColumn[];

  constructor(private readonly rows: ProbabilityRows) {
    this.columns = Array.from({ length: rows.classes }, (_, c) => classColumn(rows, c));
  }

  of(weight?: Uint8Array): MatrixFigures {
    const { classes, label } = this.rows;
    const result: MatrixFigures = {
      ece: new Float64Array(classes),
      auroc: new Float64Array(classes),
      reliability: 0,
      resolution: 0,
      uncertainty: 0,
    };
    let n = 0;
    const support = new Float64Array(classes);
    for (let row = 0; row < label.length; row++) {
      const w = weight ? weight[row] : 1;
      n += w;
      support[label[row]] += w;
    }
    for (let c = 0; c < classes; c++) {
      this.addBinned(result, c, n, support[c] / n, weight);
      result.auroc[c] = this.auroc(c, n, support[c], weight);
    }
    return result;
  }

  /**
   * Over ten equal-width bins of p of one class: Σ n_b/n |o_b − p_b|, o_b the share of its rows; and Σ n_b/n (p_b − o_b)²,
   * Σ n_b/n (o_b − o)² and o (1 − o), of which Murphy (1973) made reliability, resolution and uncertainty.
   */
  private addBinned(into: MatrixFigures, c: number, n: number, base: number, weight?: Uint8Array): void {
    const { probability, bin: bins, isOwn } = this.columns[c];
    const count = new Float64Array(BINS);
    const hits = new Float64Array(BINS);
    const sum = new Float64Array(BINS);
    for (let row = 0; row < bins.length; row++) {
      const w = weight ? weight[row] : 1;
      const bin = bins[row];
      count[bin] += w;
      sum[bin] += w * probability[row];
      hits[bin] += w * isOwn[row];
    }
    for (let bin = 0; bin < BINS; bin++) {
      const rows = count[bin];
      if (rows === 0) continue;
      const share = hits[bin] / rows;
      const gap = share - sum[bin] / rows;
      into.ece[c] += (rows / n) * Math.abs(gap);
      into.reliability += (rows / n) * gap * gap;
      into.resolution += (rows / n) * (share - base) ** 2;
    }
    into.uncertainty += base * (1 - base);
  }

  private auroc(c: number, n: number, positives: number, weight?: Uint8Array): number {
    if (positives === 0 || positives === n) return NaN;
    const { order, ownInOrder, endsTie } = this.columns[c];
    let below = 0;
    let others = 0;
    let own = 0;
    let area = 0;
    for (let i = 0; i < order.length; i++) {
      const w = weight ? weight[order[i]] : 1;
      if (ownInOrder[i] === 1) own += w;
      else others += w;
      if (endsTie[i] === 0) continue;
      area += own * (below + others / 2);
      below += others;
      own = others = 0;
    }
    return area / (positives * (n - positives));
  }
}

function classColumn({ classes, label, probabilities }: ProbabilityRows, c: number): ClassColumn {
  const n = label.length;
  const probability = columnOf(probabilities, classes, c);
  const order = orderBy(probability, placesUpTo(n));
  const [bin, isOwn, ownInOrder, endsTie] = [0, 1, 2, 3].map(() => new Uint8Array(n));
  for (let row = 0; row < n; row++) {
    bin[row] = binOf(probability[row]);
    isOwn[row] = Number(label[row] === c);
  }
  for (let i = 0; i < n; i++) {
    ownInOrder[i] = isOwn[order[i]];
    endsTie[i] = Number(i + 1 === n || isAbove(probability[order[i + 1]], probability[order[i]]));
  }
  return { probability, bin, isOwn, order, ownInOrder, endsTie };
}

/** The plain mean; NaN where one is not defined, as scikit-learn refuses it. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/**
 * Average precision Σ (R_k − R_{k−1}) P_k over falling scores, equal ones at once (scikit-learn's).
 *
 * @param order places by rising score
 */
export function averagePrecision(
  score: Float64Array,
  isPositive: (place: number) => boolean,
  order: Int32Array,
): number {
  let hits = 0;
  let seen = 0;
  let tied = 0;
  let sum = 0;
  for (let i = order.length - 1; i >= 0; i--) {
    seen++;
    if (isPositive(order[i])) tied++;
    if (i > 0 && score[order[i - 1]] === score[order[i]]) continue;
    hits += tied;
    sum += tied * (hits / seen);
    tied = 0;
  }
  return hits === 0 ? NaN : sum / hits;
}
