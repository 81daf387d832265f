import type { NDArray } from '../arrays/ndarray';
import { LOG, STATISTICS, TAIL, WEIGHTED } from './kernel';
import { kernelsFor } from './kernels';
import { layoutOf } from './layout';
import { checkTemperature } from './options';
import { rowChunks } from './rowChunks';
import type { AxisOptions } from './types';
import { zeros } from './zeros';

/**
 * Shannon entropy H of softmax(x/T) along `axis`, which is removed from the shape; the input's dtype; nats.
 *
 * H = log1p(tail) + Σ exp(d_i) (−d_i) / (1 + tail) with d_i = (x_i − max)/T ≤ 0 and tail the sum of exp(d_i) without the
 * maximum's own 1: no term is negative, so nothing cancels and the entropy of a confident row keeps its digits.
 * A row with a NaN or +∞, or of −∞ only, or with no classes, is NaN. float64 inside, whatever the size.
 *
 * @throws when the axis is not one of the array's, or the temperature not finite and above 0
 */
export function entropy(logits: NDArray, options: AxisOptions = {}): NDArray {
  const layout = layoutOf(logits, options.axis);
  const { n } = layout;
  const temperature = checkTemperature(options.temperature);
  const result = zeros(logits.dtype, layout.rowShape);
  if (n === 0) result.data.fill(NaN);
  const kernels = kernelsFor(n);
  for (const { x, first, rows } of rowChunks(logits, layout)) {
    const stats = new Float64Array(rows * STATISTICS);
    kernels.statistics(x, n, temperature, 'weighted', stats);
    for (let row = 0, at = 0; row < rows; row++, at += STATISTICS) {
      result.data[first + row] = stats[at + LOG] + stats[at + WEIGHTED] / (1 + stats[at + TAIL]);
    }
  }
  return result;
}
