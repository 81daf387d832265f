import { AS_GOOD_AS_NONE, minimise, type ConvexAt } from './newton';

/** Logits of rows with their labels. */
export interface LogitRows {
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
 * @param near a fit to nearly the same rows, from which fewer steps lead to theirs
 */
export function fitVectorScaling(
  rows: LogitRows,
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
  const loss = new ScaledLoss(rows);
  const { point, value } = minimise(start, (at) => loss.at(at), new Float64Array(2 * classes));
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

/** Rows whose curvature is added up at once: their probabilities stay in the processor's nearest cache. */
const BLOCK = 128;

/** The mean loss as a function of w and b, with its slope and curvature, ∂²/∂(w, b)² of each row being that of diag(p) − ppᵀ. */
class ScaledLoss {
  /** Columns of a block, class after class: p, and p ∘ x. */
  private readonly columns: Float64Array;
  private readonly p: Float64Array;

  constructor(private readonly rows: LogitRows) {
    this.columns = new Float64Array(2 * rows.classes * BLOCK);
    this.p = new Float64Array(rows.classes);
  }

  at(point: Float64Array): ConvexAt {
    const size = point.length;
    const n = this.rows.label.length;
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    let value = 0;
    for (let from = 0; from < n; from += BLOCK) {
      const count = Math.min(BLOCK, n - from);
      value += this.addBlock(from, count, point, { gradient, hessian });
      this.addProducts(count, hessian);
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

/** The probabilities of all rows under a scale and a bias. */
export function vectorScaled(
  { classes, logits }: Pick<LogitRows, 'classes' | 'logits'>,
  { scale, bias }: Pick<ScaleAndBias, 'scale' | 'bias'>,
): Float64Array {
  const z = new Float64Array(logits.length);
  for (let from = 0; from < z.length; from += classes)
    for (let c = 0; c < classes; c++) z[from + c] = scale[c] * finite(logits[from + c]) + bias[c];
  return softmaxRows(z, classes);
}

/** Softmax of each row, in place. */
export function softmaxRows(z: Float64Array, classes: number): Float64Array {
  for (let from = 0; from < z.length; from += classes) {
    let max = -Infinity;
    for (let i = from; i < from + classes; i++) if (z[i] > max) max = z[i];
    let sum = 0;
    for (let i = from; i < from + classes; i++) sum += z[i] = Math.exp(z[i] - max);
    for (let i = from; i < from + classes; i++) z[i] /= sum;
  }
  return z;
}
