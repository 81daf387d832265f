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
  /** Sentences for a person; empty when nothing went wrong. */
  findings: string[];
}

/**
 * The deliberately naive float32 path, with a report of what overflowed, underflowed or lost digits.
 *
 * @throws when the label is no class of the row
 */
export function naive(row: Float32Array | Float64Array, options: { label?: number } = {}): NaiveRow {
  const { label } = options;
  const n = row.length;
  if (label !== undefined && (!Number.isInteger(label) || label < 0 || label >= n)) {
    throw new Error(`label: expected an integer from 0 to ${n - 1}, got ${label}`);
  }
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
  const findings: string[] = [];
  if (overflowed > 0) findings.push(`exp overflows for ${count(overflowed)}: the softmax is NaN there`);
  if (sumOverflowed) findings.push('the sum of the exponentials overflows: every probability is 0');
  if (underflowed > 0) findings.push(`the probability of ${count(underflowed)} is 0: its log is -inf`);
  const result: NaiveRow = {
    softmax,
    logSoftmax: log,
    overflowed,
    underflowed,
    sumOverflowed,
    worstError,
    findings,
  };
  if (label !== undefined) {
    const p = softmax[label];
    const withEpsilon = EPSILONS.map((epsilon) => ({
      epsilon,
      loss: fround(-Math.log(fround(p + fround(epsilon)))),
    }));
    const byHand = fround(0 - Math.log(p));
    const exactLoss = -exact[label];
    if (Number.isFinite(byHand) && Math.abs(byHand - exactLoss) > LOST * exactLoss) {
      findings.push(`the loss reads ${figure(byHand)}; it is ${figure(exactLoss)}`);
    }
    result.loss = { exact: exactLoss, naive: byHand, withEpsilon };
  }
  return result;
}

/** A relative error above this is more than the rounding of float32: digits are lost. */
const LOST = 1e-3;

function figure(loss: number): string {
  return String(Number(loss.toPrecision(3)));
}

function count(classes: number): string {
  return classes === 1 ? '1 class' : `${classes} classes`;
}
