import { checkLabel } from './indices';
import { logSoftmax } from './logSoftmax';

/** The constants people add inside the logarithm. */
export const EPSILONS = [1e-7, 1e-9, 1e-12] as const;

/** What becomes of one row when softmax and its logarithm are written by hand in float32. */
export interface NaiveRow {
  /** exp(x) / Σ exp(x), nothing subtracted, every step rounded to float32. */
  softmax: Float32Array;
  /** log of that softmax, in float32. */
  logSoftmax: Float32Array;
  /** How many exp(x) are +∞ though x is finite. */
  overflowed: number;
  /** How many probabilities are 0 though x is finite. */
  underflowed: number;
  /** The sum of the exponentials is +∞ though none of them is. */
  sumOverflowed: boolean;
  /** The largest |difference| between logSoftmax and the true one, over classes where both are finite; nats. */
  worstError: number;
  /** With a label. */
  loss?: {
    /** The true loss. */
    exact: number;
    /** −log(softmax) in float32. */
    naive: number;
    /** −log(softmax + ε) in float32, ε as in EPSILONS. */
    withEpsilon: { epsilon: number; loss: number }[];
  };
}

/**
 * The deliberately naive float32 path, with what overflowed, underflowed or lost digits.
 *
 * @throws when the label is no class of the row
 */
export function naive(row: Float32Array | Float64Array, options: { label?: number } = {}): NaiveRow {
  const { label } = options;
  const n = row.length;
  if (label !== undefined) checkLabel(label, n);
  const { fround } = Math;
  const exact = logSoftmax({ dtype: 'float64', shape: [n], data: Float64Array.from(row) }).data;
  const e = Float32Array.from(row, (x) => Math.exp(fround(x)));
  let sum = 0;
  for (const x of e) sum = fround(sum + x);
  const softmax = e.map((x) => x / sum);
  const log = softmax.map((p) => Math.log(p));
  let overflowed = 0;
  let underflowed = 0;
  let worstError = 0;
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(row[i])) continue;
    if (e[i] === Infinity) overflowed++;
    if (softmax[i] === 0) underflowed++;
    if (Number.isFinite(log[i])) worstError = Math.max(worstError, Math.abs(log[i] - exact[i]));
  }
  const sumOverflowed = sum === Infinity && overflowed === 0;
  const result: NaiveRow = {
    softmax,
    logSoftmax: log,
    overflowed,
    underflowed,
    sumOverflowed,
    worstError,
  };
  if (label !== undefined) {
    const p = softmax[label];
    const withEpsilon = EPSILONS.map((epsilon) => ({
      epsilon,
      loss: fround(-Math.log(fround(p + fround(epsilon)))),
    }));
    result.loss = { exact: -exact[label], naive: fround(0 - Math.log(p)), withEpsilon };
  }
  return result;
}
