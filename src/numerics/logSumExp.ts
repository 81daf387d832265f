import type { NDArray } from '../ndarray';
import { checkTemperature } from './checks';
import { eachRow } from './eachRow';
import { layoutOf } from './layout';
import { shiftedExp } from './reference/shiftedExp';
import type { AxisOptions } from './types';
import { zeros } from './zeros';

/**
 * log Σ exp(x_i/T) along `axis`, which is removed from the shape; the input's dtype; nats.
 * No classes or only −∞: −∞. With a NaN: NaN. Otherwise with a +∞: +∞.
 */
export function logSumExp(logits: NDArray, options: AxisOptions = {}): NDArray {
  const layout = layoutOf(logits, options.axis);
  const temperature = checkTemperature(options.temperature);
  const result = zeros(logits.dtype, layout.rowShape);
  const e = new Float64Array(layout.n);
  eachRow(logits, layout, (row, index) => {
    const { max, tail } = shiftedExp(row, temperature, e);
    result.data[index] = Number.isFinite(max) ? max / temperature + Math.log1p(tail) : max;
  });
  return result;
}
