import type { NDArray } from '../ndarray';
import { checkTemperature } from './checks';
import { eachRow } from './eachRow';
import { layoutOf } from './layout';
import { shiftedExp } from './reference/shiftedExp';
import type { AxisOptions } from './types';
import { zeros } from './zeros';

/**
 * softmax(x)_i = exp(x_i/T − lse(x/T)) along `axis`. Shape and dtype of the input.
 * A row with a NaN or +∞, or of −∞ only, is NaN; −∞ beside finite logits has probability exactly 0.
 */
export function softmax(logits: NDArray, options: AxisOptions = {}): NDArray {
  const layout = layoutOf(logits, options.axis);
  const temperature = checkTemperature(options.temperature);
  const result = zeros(logits.dtype, logits.shape);
  const e = new Float64Array(layout.n);
  eachRow(logits, layout, (row, _, start) => {
    const sum = 1 + shiftedExp(row, temperature, e).tail;
    for (let i = 0, at = start; i < layout.n; i++, at += layout.inner) result.data[at] = e[i] / sum;
  });
  return result;
}
