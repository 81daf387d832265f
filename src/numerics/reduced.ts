import type { Reduction } from './types';

/**
 * What a reduction makes of the summed losses of rows and their summed weight. A mean over no weight is NaN, as in
 * PyTorch, also where smoothing leaves a loss to divide.
 */
export function reduced(reduction: Reduction, sum: number, weight: number): number | undefined {
  if (reduction === 'none') return undefined;
  return reduction === 'sum' ? sum : weight === 0 ? NaN : sum / weight;
}

/** A row's loss times its class's weight. A weight of 0 leaves the class out, an infinite loss included. */
export function weightedLoss(loss: number, weight: number): number {
  return weight === 0 && loss === Infinity ? 0 : loss * weight;
}
