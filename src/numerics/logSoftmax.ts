import type { NDArray } from '../ndarray';
import { checkTemperature } from './checks';
import { kernelsFor } from './kernels';
import { layoutOf } from './layout';
import { precisionPath } from './precisionPath';
import { rowChunks } from './rowChunks';
import { finish, type Steps } from './steps';
import type { AxisOptions } from './types';
import { zeros } from './zeros';

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
export function* logSoftmaxSteps(logits: NDArray, options: AxisOptions = {}): Steps<NDArray> {
  const layout = layoutOf(logits, options.axis);
  const temperature = checkTemperature(options.temperature);
  const fast = precisionPath(logits, { temperature }) === 'fast';
  const result = zeros(logits.dtype, logits.shape);
  const kernels = kernelsFor(layout.n);
  for (const { x, y, first, rows } of rowChunks(logits, layout, result)) {
    kernels.logSoftmax(x, layout.n, temperature, fast, y!);
    yield { done: first + rows, total: layout.rows };
  }
  return result;
}
