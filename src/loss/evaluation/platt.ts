import { lengthOf, NO_ROWS, outside, type Span } from './folds';
import { BLOCK, sigmoids } from './logistic';
import { minimise, type ConvexAt } from './newton';

/** Scores of a yes or no, and 1 where it is a yes. */
interface ScoredRows {
  score: Float64Array;
  label: Int32Array;
}

/**
 * Platt's scaling (1999): p = 1/(1 + exp(−(slope · score + bias))) of least cross-entropy, against targets drawn in from 0
 * and 1 by how few rows there are: (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2).
 *
 * @param without rows that are left out
 * @param near a fit to nearly the same rows, from which fewer steps lead to theirs
 */
export function fitPlatt(
  rows: ScoredRows,
  without = NO_ROWS,
  near = { slope: 1, bias: 0 },
): { slope: number; bias: number } {
  const loss = new PlattLoss(rows, outside(without, rows.label.length));
  const start = Float64Array.of(near.slope, near.bias);
  const { point } = minimise(start, (at) => loss.at(at), new Float64Array(2));
  return { slope: point[0], bias: point[1] };
}

/** The mean loss as a function of slope and bias. */
class PlattLoss {
  private readonly n: number;
  /** Of a no, and of a yes. */
  private readonly targets: Float64Array;
  private readonly z = new Float64Array(BLOCK);
  private readonly variance = new Float64Array(BLOCK);

  constructor(
    private readonly rows: ScoredRows,
    private readonly spans: readonly Span[],
  ) {
    const n = (this.n = lengthOf(spans));
    let positives = 0;
    for (const { from, to } of spans) for (let row = from; row < to; row++) positives += rows.label[row];
    this.targets = Float64Array.of(1 / (n - positives + 2), (positives + 1) / (positives + 2));
  }

  at(point: Float64Array): ConvexAt {
    const { n, spans } = this;
    const sums = new Float64Array(6);
    for (const { from, to } of spans)
      for (let at = from; at < to; at += BLOCK) this.addBlock(sums, point, at, Math.min(BLOCK, to - at));
    const [value, ofSlope, ofBias, slopes, both, biases] = sums.map((sum) => sum / n);
    return {
      value,
      gradient: Float64Array.of(ofSlope, ofBias),
      hessian: Float64Array.of(slopes, both, both, biases),
    };
  }

  /** Adds a block's loss, its slope in both and its curvature. */
  private addBlock(sums: Float64Array, point: Float64Array, at: number, count: number): void {
    const { z, variance, targets } = this;
    const { score, label } = this.rows;
    const slope = point[0];
    const bias = point[1];
    let [loss, ofSlope, ofBias, slopes, both, biases] = [0, 0, 0, 0, 0, 0];
    for (let r = 0; r < count; r++) {
      const logit = slope * score[at + r] + bias;
      z[r] = logit;
      loss -= targets[label[at + r]] * logit;
    }
    loss += sigmoids(z, variance, count);
    for (let r = 0; r < count; r++) {
      const x = score[at + r];
      const d = z[r] - targets[label[at + r]];
      const w = variance[r];
      const wx = w * x;
      ofSlope += d * x;
      ofBias += d;
      slopes += wx * x;
      both += wx;
      biases += w;
    }
    sums[0] += loss;
    sums[1] += ofSlope;
    sums[2] += ofBias;
    sums[3] += slopes;
    sums[4] += both;
    sums[5] += biases;
  }
}
