import type { NDArray } from '../arrays/ndarray';
import { divergence } from './divergence';
import type { AxisOptions } from './types';

/**
 * Jensen–Shannon divergence ½ KL(p‖m) + ½ KL(q‖m), m = (p + q)/2, of the softmax of two arrays along `axis`, which is
 * removed from the shape; nats, between 0 and ln 2; float64 when either input is. NaN where either row has no softmax.
 */
export function jensenShannon(pLogits: NDArray, qLogits: NDArray, options: AxisOptions = {}): NDArray {
  return divergence(pLogits, qLogits, options, jsTerm);
}

/** (p + q)/4 · ((1 + t) log(1 + t) + (1 − t) log(1 − t)) with t = (p − q)/(p + q) = tanh((log p − log q)/2): never negative. */
function jsTerm(logP: number, logQ: number): number {
  if (logP === -Infinity && logQ === -Infinity) return 0;
  const t = Math.tanh((logP - logQ) / 2);
  const mass = Math.exp(logP) + Math.exp(logQ);
  const square = t * t;
  if (Math.abs(t) < 0.02) return (mass / 2) * square * (1 / 2 + square * (1 / 12 + square / 30));
  const side = (s: number) => (s === -1 ? 0 : (1 + s) * Math.log1p(s));
  return (mass / 4) * (side(t) + side(-t));
}
