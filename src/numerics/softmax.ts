import type { NDArray } from '../arrays/ndarray';
import { mappedRows } from './mappedRows';
import { finish, type Steps } from './steps';
import type { AxisOptions } from './types';

/**
 * softmax(x)_i = exp(x_i/T) / Σ exp(x_j/T) along `axis`. Shape and dtype of the input.
 *
 * A row with a NaN or +∞, or of −∞ only, is NaN (`rowFlags` says why); −∞ beside finite logits has probability exactly 0.
 * float64: at most 2 ULP, whatever offset the logits have: the rounding error of x − max is carried and the sums are
 * compensated. float32: rounded once from float64 (0.501 ULP) up to a million elements; beyond, see `precisionPath`.
 * Source: Blanchard, Higham & Higham, "Accurately computing the log-sum-exp and softmax functions", IMA J. Numer.
 * Anal. 41(4), 2021.
 *
 * @throws when the axis is not one of the array's, or the temperature not finite and above 0
 */
export function softmax(logits: NDArray, options: AxisOptions = {}): NDArray {
  return finish(softmaxSteps(logits, options));
}

/** `softmax`, chunk by chunk. */
export function softmaxSteps(logits: NDArray, options: AxisOptions = {}): Steps<NDArray> {
  return mappedRows('softmax', logits, options);
}
