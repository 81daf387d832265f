import { lengthOf, NO_ROWS, outside, type Span } from './folds';
import { BLOCK, sigmoids } from './logistic';
import { AS_GOOD_AS_NONE, minimise, type ConvexAt } from './newton';

/** Logits of rows with their labels. */
interface LogitRows {
  classes: number;
  label: Int32Array;
  /** Rows × classes. */
  logits: Float64Array;
}

/** Scales and biases of all classes are solved for at once; beyond so many the equations would not fit a view. */
export const MAX_SCALED_CLASSES = 64;

/** What vector scaling fits. */
interface ScaleAndBias {
  scale: Float64Array;
  bias: Float64Array;
  /** Every row is classified correctly, and the surer the larger the numbers are: there are no best ones. */
  separates: boolean;
}

/**
 * Vector scaling (Guo et al. 2017): softmax(w ∘ x + b) of least mean loss, which is convex in w and b. The biases are
 * known up to a constant; theirs sum to 0.
 *
 * @param without rows that are left out
 * @param near a fit to nearly the same rows, from which fewer steps lead to theirs
 */
export function fitVectorScaling(
  rows: LogitRows,
  without = NO_ROWS,
  near?: { scale: ArrayLike<number>; bias: ArrayLike<number> },
): ScaleAndBias {
  const { classes, label } = rows;
  const start = new Float64Array(2 * classes);
  start.fill(1, 0, classes);
  // Its bias alone tells the one class that there is.
  if (!near && label.every((id) => id === label[0]))
    return { scale: start.slice(0, classes), bias: start.slice(classes), separates: true };
  const from = near ?? (label.length > MANY ? fitVectorScaling(everyNth(rows, 16)) : undefined);
  if (from) {
    start.set(from.scale);
    start.set(from.bias, classes);
  }
  const spans = outside(without, label.length);
  const loss = classes === 2 ? new LossOfTwo(rows, spans) : new ScaledLoss(rows, spans);
  const { point, value } = minimise(
    start,
    (point, limit) => loss.at(point, limit),
    new Float64Array(2 * classes),
  );
  const bias = point.slice(classes);
  const middle = bias.reduce((sum, b) => sum + b, 0) / classes;
  return {
    scale: point.slice(0, classes),
    bias: bias.map((b) => b - middle),
    separates: value < AS_GOOD_AS_NONE,
  };
}

/** Of so many rows a sixteenth leads close to the fit at a fraction of the cost. */
const MANY = 1 << 14;

function everyNth({ classes, label, logits }: LogitRows, n: number): LogitRows {
  const count = Math.floor(label.length / n);
  const some = { classes, label: new Int32Array(count), logits: new Float64Array(count * classes) };
  for (let i = 0; i < count; i++) {
    some.label[i] = label[i * n];
    some.logits.set(logits.subarray(i * n * classes, (i * n + 1) * classes), i * classes);
  }
  return some;
}

/** The mean loss as a function of w and b, with its slope and curvature, ∂²/∂(w, b)² of each row being that of diag(p) − ppᵀ. */
class ScaledLoss {
  /** Columns of a block, class after class: p, and p ∘ x. */
  private readonly columns: Float64Array;
  private readonly p: Float64Array;
  private readonly n: number;

  constructor(
    private readonly rows: LogitRows,
    private readonly spans: readonly Span[],
  ) {
    this.n = lengthOf(spans);
    this.columns = new Float64Array(2 * rows.classes * BLOCK);
    this.p = new Float64Array(rows.classes);
  }

  at(point: Float64Array, limit: number): ConvexAt {
    const { n } = this;
    const size = point.length;
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    let value = 0;
    for (const { from, to } of this.spans) {
      for (let at = from; at < to; at += BLOCK) {
        const count = Math.min(BLOCK, to - at);
        value += this.addBlock(at, count, point, { gradient, hessian });
        // No row's loss is below 0.
        if (value / n > limit) return { value: value / n, gradient, hessian };
        this.addProducts(count, hessian);
      }
    }
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) hessian[j * size + i] = hessian[i * size + j];
    return { value: value / n, gradient: gradient.map((g) => g / n), hessian: hessian.map((h) => h / n) };
  }

  /** Fills the columns, and adds the block's slope and what diag(p) gives to the curvature. Returns its loss. */
  private addBlock(
    from: number,
    count: number,
    point: Float64Array,
    { gradient, hessian }: Pick<ConvexAt, 'gradient' | 'hessian'>,
  ): number {
    const { columns, p } = this;
    const { classes, label, logits } = this.rows;
    const size = 2 * classes;
    let value = 0;
    for (let r = 0; r < count; r++) {
      const at = (from + r) * classes;
      const own = label[from + r];
      let max = -Infinity;
      for (let c = 0; c < classes; c++) {
        p[c] = point[c] * finite(logits[at + c]) + point[classes + c];
        if (p[c] > max) max = p[c];
      }
      const score = p[own];
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += p[c] = Math.exp(p[c] - max);
      value += Math.log(sum) + max - score;
      for (let c = 0; c < classes; c++) {
        const x = finite(logits[at + c]);
        const q = p[c] / sum;
        const d = c === own ? q - 1 : q;
        gradient[c] += d * x;
        gradient[classes + c] += d;
        columns[c * BLOCK + r] = q * x;
        columns[(classes + c) * BLOCK + r] = q;
        hessian[c * size + c] += q * x * x;
        hessian[(classes + c) * size + c] += q * x;
        hessian[(classes + c) * size + classes + c] += q;
      }
    }
    return value;
  }

  /** Takes ppᵀ of a block's rows from the curvature, the lower triangle. */
  private addProducts(count: number, hessian: Float64Array): void {
    const { columns } = this;
    const size = 2 * this.rows.classes;
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) hessian[i * size + j] -= dot(columns, i * BLOCK, j * BLOCK, count);
  }
}

/** The same of two classes, of which only the difference of w ∘ x + b counts: one exponential a row, and no logarithm. */
class LossOfTwo {
  private readonly z = new Float64Array(BLOCK);
  private readonly variance = new Float64Array(BLOCK);
  private readonly n: number;

  constructor(
    private readonly rows: LogitRows,
    private readonly spans: readonly Span[],
  ) {
    this.n = lengthOf(spans);
  }

  at(point: Float64Array, limit: number): ConvexAt {
    const { n } = this;
    const sums = new Float64Array(10);
    for (const { from, to } of this.spans)
      for (let at = from; at < to && !(sums[0] / n > limit); at += BLOCK)
        this.addBlock(sums, point, at, Math.min(BLOCK, to - at));
    const [value, g0, g1, g, h00, h01, h11, h0, h1, h] = sums.map((sum) => sum / n);
    return {
      value,
      gradient: Float64Array.of(-g0, g1, -g, g),
      // prettier-ignore
      hessian: Float64Array.of(
        h00, -h01, h0, -h0,
        -h01, h11, -h1, h1,
        h0, -h1, h, -h,
        -h0, h1, -h, h,
      ),
    };
  }

  /** Adds a block's loss, Σ d x₀, Σ d x₁ and Σ d, and of the curvature what stands beside x₀², x₀x₁, x₁², x₀, x₁ and 1. */
  private addBlock(sums: Float64Array, point: Float64Array, at: number, count: number): void {
    const { z, variance } = this;
    const { logits, label } = this.rows;
    const w0 = point[0];
    const w1 = point[1];
    const b = point[3] - point[2];
    for (let r = 0, i = 2 * at; r < count; r++, i += 2) {
      const logit = w1 * finite(logits[i + 1]) - w0 * finite(logits[i]) + b;
      // The other class's less the label's own: a masked one adds nothing, where a difference would leave what it rounds.
      z[r] = (1 - 2 * label[at + r]) * logit;
    }
    sums[0] += sigmoids(z, variance, count);
    let [g0, g1, g, h00, h01, h11, h0, h1, h] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let r = 0, i = 2 * at; r < count; r++, i += 2) {
      const x0 = finite(logits[i]);
      const x1 = finite(logits[i + 1]);
      const d = (1 - 2 * label[at + r]) * z[r];
      const v = variance[r];
      const v0 = v * x0;
      const v1 = v * x1;
      g0 += d * x0;
      g1 += d * x1;
      g += d;
      h00 += v0 * x0;
      h01 += v0 * x1;
      h11 += v1 * x1;
      h0 += v0;
      h1 += v1;
      h += v;
    }
    sums[1] += g0;
    sums[2] += g1;
    sums[3] += g;
    sums[4] += h00;
    sums[5] += h01;
    sums[6] += h11;
    sums[7] += h0;
    sums[8] += h1;
    sums[9] += h;
  }
}

/** Of two columns. Four sums at once: none waits for the one before. */
function dot(columns: Float64Array, a: number, b: number, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let r = 0;
  for (; r + 3 < count; r += 4) {
    s0 += columns[a + r] * columns[b + r];
    s1 += columns[a + r + 1] * columns[b + r + 1];
    s2 += columns[a + r + 2] * columns[b + r + 2];
    s3 += columns[a + r + 3] * columns[b + r + 3];
  }
  for (; r < count; r++) s0 += columns[a + r] * columns[b + r];
  return s0 + s1 + (s2 + s3);
}

/** A masked class stays one: far below all others, and finite so that it can be scaled. */
function finite(x: number): number {
  return x === -Infinity ? -1e6 : x;
}

/** A class's logit under a scale and a bias. */
export const scaledLogit = ({ scale, bias }: Pick<ScaleAndBias, 'scale' | 'bias'>, c: number, x: number) =>
  scale[c] * finite(x) + bias[c];
