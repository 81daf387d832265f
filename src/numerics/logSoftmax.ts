import type { NDArray } from '../ndarray';
import { checkTemperature } from './checks';
import { eachRow } from './eachRow';
import { layoutOf } from './layout';
import { shiftedExp } from './reference/shiftedExp';
import type { AxisOptions } from './types';
import { zeros } from './zeros';

/**
 * log softmax(x)_i = x_i/T − lse(x/T) along `axis`. Shape and dtype of the input; nats.
 * A row with a NaN or +∞, or of −∞ only, is NaN; −∞ beside finite logits stays −∞.
 */
export function logSoftmax(logits: NDArray, options: AxisOptions = {}): NDArray {
  const layout = layoutOf(logits, options.axis);
  const temperature = checkTemperature(options.temperature);
  const result = zeros(logits.dtype, logits.shape);
  const e = new Float64Array(layout.n);
  eachRow(logits, layout, (row, _, start) => {
    const { max, tail } = shiftedExp(row, temperature, e);
    const log = Math.log1p(tail);
    for (let i = 0, at = start; i < layout.n; i++, at += layout.inner) {
      result.data[at] = (row[i] - max) / temperature - log;
    }
  });
  return result;
}
