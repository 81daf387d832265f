import type { NDArray } from '../arrays/ndarray';
import { divergence } from './divergence';
import type { AxisOptions } from './types';

/**
 * Kullback–Leibler divergence Σ p log(p/q) of softmax(pLogits/T) from softmax(qLogits/T) along `axis`, which is removed
 * from the shape; nats; float64 when either input is. +∞ where q is 0 and p is not; NaN where either row has no softmax.
 */
export function klDivergence(pLogits: NDArray, qLogits: NDArray, options: AxisOptions = {}): NDArray {
  return divergence(pLogits, qLogits, options, klTerm);
}

/** p · (e^δ − 1 − δ) with δ = log q − log p: the same sum as Σ −p δ, since p and q sum to 1, but no term is negative. */
function klTerm(logP: number, logQ: number): number {
  if (logP === -Infinity) return Math.exp(logQ);
  const delta = logQ - logP;
  const p = Math.exp(logP);
  if (Math.abs(delta) < 0.02) {
    return p * delta * delta * (1 / 2 + delta * (1 / 6 + delta * (1 / 24 + delta * (1 / 120 + delta / 720))));
  }
  return delta > 1 ? Math.exp(logQ) - p * (1 + delta) : p * (Math.expm1(delta) - delta);
}
