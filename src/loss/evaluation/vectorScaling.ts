import { minimise, type ConvexAt } from './newton';

/** Logits of rows with their labels. */
export interface LogitRows {
  classes: number;
  label: Int32Array;
  /** Rows × classes. */
  logits: Float64Array;
}

/** Scales and biases of all classes are solved for at once; beyond so many the equations would not fit a view. */
export const MAX_SCALED_CLASSES = 64;

/**
 * Vector scaling (Guo et al. 2017): softmax(w ∘ x + b) of least mean loss, which is convex in w and b. The biases are
 * known up to a constant; theirs sum to 0.
 */
export function fitVectorScaling(rows: LogitRows): { scale: Float64Array; bias: Float64Array } {
  const { classes } = rows;
  const start = new Float64Array(2 * classes);
  start.fill(1, 0, classes);
  const point = minimise(start, (at) => lossAt(rows, at));
  const bias = point.slice(classes);
  const middle = bias.reduce((sum, b) => sum + b, 0) / classes;
  return { scale: point.slice(0, classes), bias: bias.map((b) => b - middle) };
}

function lossAt({ classes, label, logits }: LogitRows, point: Float64Array): ConvexAt {
  const size = 2 * classes;
  const n = label.length;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const p = new Float64Array(classes);
  const px = new Float64Array(classes);
  let value = 0;
  for (let row = 0, from = 0; row < n; row++, from += classes) {
    let max = -Infinity;
    for (let c = 0; c < classes; c++) {
      p[c] = point[c] * finite(logits[from + c]) + point[classes + c];
      if (p[c] > max) max = p[c];
    }
    const own = p[label[row]];
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += p[c] = Math.exp(p[c] - max);
    value += Math.log(sum) + max - own;
    for (let c = 0; c < classes; c++) {
      const x = finite(logits[from + c]);
      p[c] /= sum;
      px[c] = p[c] * x;
      const d = c === label[row] ? p[c] - 1 : p[c];
      gradient[c] += d * x;
      gradient[classes + c] += d;
    }
    addCurvature(hessian, { classes, p, px, logits, from });
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) hessian[j * size + i] = hessian[i * size + j];
  return { value: value / n, gradient: gradient.map((g) => g / n), hessian: hessian.map((h) => h / n) };
}

/** Adds a row's diag(p) − ppᵀ in terms of w and b, the lower triangle. */
function addCurvature(
  hessian: Float64Array,
  row: { classes: number; p: Float64Array; px: Float64Array; logits: Float64Array; from: number },
): void {
  const { classes, p, px, logits, from } = row;
  const size = 2 * classes;
  for (let i = 0; i < classes; i++) {
    const x = finite(logits[from + i]);
    const ofScale = i * size;
    const ofBias = (classes + i) * size;
    for (let j = 0; j <= i; j++) {
      hessian[ofScale + j] -= px[i] * px[j];
      hessian[ofBias + classes + j] -= p[i] * p[j];
    }
    for (let j = 0; j < classes; j++) hessian[ofBias + j] -= p[i] * px[j];
    hessian[ofScale + i] += px[i] * x;
    hessian[ofBias + classes + i] += p[i];
    hessian[ofBias + i] += px[i];
  }
}

/** A masked class stays one: far below all others, and finite so that it can be scaled. */
function finite(x: number): number {
  return x === -Infinity ? -1e6 : x;
}

/** The probabilities of all rows under a scale and a bias. */
export function vectorScaled(
  { classes, logits }: Pick<LogitRows, 'classes' | 'logits'>,
  { scale, bias }: { scale: Float64Array; bias: Float64Array },
): Float64Array {
  const z = Float64Array.from(logits, (x, i) => scale[i % classes] * finite(x) + bias[i % classes]);
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
