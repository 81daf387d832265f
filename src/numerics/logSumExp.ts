import type { NDArray } from '../arrays/ndarray';
import { type Data, LOG, MAX, STATISTICS } from './kernel';
import { kernelsFor } from './kernels';
import { layoutOf } from './layout';
import { logSumExpOf } from './logSumExpOf';
import { checkTemperature } from './options';
import { precisionPath } from './precisionPath';
import { rowChunks, rowsAtOnce } from './rowChunks';
import { finish, type Steps } from './steps';
import type { AxisOptions } from './types';
import { zeros } from './zeros';

/**
 * lse(x) = log Σ exp(x_i/T) along `axis`, which is removed from the shape; the input's dtype; nats.
 *
 * No classes, or only −∞: −∞. With a NaN: NaN. Otherwise with a +∞: +∞.
 * Computed as max/T + log1p(Σ of the others), so that lse([0, −40]) is 4.25e-18 and not 0 (SciPy issue 18295). The error
 * is at most 2 ULP of the larger of |max/T| and the result: where the two terms cancel, as in a row of log-probabilities,
 * it is relative to the maximum.
 *
 * @throws when the axis is not one of the array's, or the temperature not finite and above 0
 */
export function logSumExp(logits: NDArray, options: AxisOptions = {}): NDArray {
  return finish(logSumExpSteps(logits, options));
}

/** `logSumExp`, chunk by chunk. */
export function* logSumExpSteps(logits: NDArray, options: AxisOptions = {}): Steps<NDArray> {
  const layout = layoutOf(logits, options.axis);
  const { n } = layout;
  const temperature = checkTemperature(options.temperature);
  const fast = precisionPath(logits, { temperature }) === 'fast';
  const result = zeros(logits.dtype, layout.rowShape);
  if (n === 0) result.data.fill(-Infinity);
  const kernels = kernelsFor(n);
  const stats = new Float64Array(rowsAtOnce(layout) * STATISTICS);
  for (const { x, first, rows } of rowChunks(logits, layout)) {
    kernels.statistics(x, n, temperature, fast ? 'fast' : 'plain', stats);
    writeResults(stats, temperature, result.data.subarray(first, first + rows));
    yield { done: first + rows, total: layout.rows };
  }
  return result;
}

/** Outside the generator, in which engines compile loops worse. */
function writeResults(stats: Float64Array, temperature: number, out: Data): void {
  for (let row = 0, at = 0; row < out.length; row++, at += STATISTICS) {
    out[row] = logSumExpOf(stats[at + MAX], stats[at + LOG], temperature);
  }
}
