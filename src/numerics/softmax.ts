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
export function* softmaxSteps(logits: NDArray, options: AxisOptions = {}): Steps<NDArray> {
  const layout = layoutOf(logits, options.axis);
  const temperature = checkTemperature(options.temperature);
  const fast = precisionPath(logits, { temperature }) === 'fast';
  const result = zeros(logits.dtype, logits.shape);
  const kernels = kernelsFor(layout.n);
  for (const { x, y, first, rows } of rowChunks(logits, layout, result)) {
    kernels.softmax(x, layout.n, temperature, fast, y!);
    yield { done: first + rows, total: layout.rows };
  }
  return result;
}
