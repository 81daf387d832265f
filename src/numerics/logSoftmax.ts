import type { NDArray } from '../arrays/ndarray';
import { mappedRows } from './mappedRows';
import { finish, type Steps } from './steps';
import type { AxisOptions } from './types';

/**
 * log softmax(x)_i = x_i/T − lse(x/T) along `axis`, in nats. Shape and dtype of the input.
 *
 * A row with a NaN or +∞, or of −∞ only, is NaN (`rowFlags` says why); −∞ beside finite logits stays −∞.
 * Never the logarithm of a softmax: (x_i − max)/T − log1p(Σ of the others), so that the largest class keeps its digits
 * however small −log p is. float64: at most 2 ULP; float32 as `softmax`.
 *
 * @throws when the axis is not one of the array's, or the temperature not finite and above 0
 */
export function logSoftmax(logits: NDArray, options: AxisOptions = {}): NDArray {
  return finish(logSoftmaxSteps(logits, options));
}

/** `logSoftmax`, chunk by chunk. */
export function logSoftmaxSteps(logits: NDArray, options: AxisOptions = {}): Steps<NDArray> {
  return mappedRows('logSoftmax', logits, options);
}
