import type { NDArray } from '../ndarray';
import { checkTemperature } from './checks';
import { eachRow } from './eachRow';
import { layoutOf } from './layout';
import { shiftedExp } from './reference/shiftedExp';
import type { AxisOptions } from './types';
import { zeros } from './zeros';

/**
 * Shannon entropy of softmax(x/T) along `axis`, which is removed from the shape; the input's dtype; nats.
 * H = log Σ exp(d_i) − Σ p_i d_i with d_i = (x_i − max)/T ≤ 0: every term is positive, so nothing cancels.
 * A row with a NaN or +∞, or of −∞ only, is NaN.
 */
export function entropy(logits: NDArray, options: AxisOptions = {}): NDArray {
  const layout = layoutOf(logits, options.axis);
  const temperature = checkTemperature(options.temperature);
  const result = zeros(logits.dtype, layout.rowShape);
  const e = new Float64Array(layout.n);
  eachRow(logits, layout, (row, index) => {
    const { max, tail } = shiftedExp(row, temperature, e);
    let weighted = 0;
    for (let i = 0; i < layout.n; i++) if (e[i] > 0) weighted += (e[i] * (max - row[i])) / temperature;
    result.data[index] = Math.log1p(tail) + weighted / (1 + tail);
  });
  return result;
}
