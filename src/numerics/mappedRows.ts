import type { NDArray } from '../arrays/ndarray';
import { kernelsFor } from './kernels';
import { layoutOf } from './layout';
import { checkTemperature } from './options';
import { precisionPath } from './precisionPath';
import { rowChunks } from './rowChunks';
import type { Steps } from './steps';
import type { AxisOptions } from './types';
import { zeros } from './zeros';

/** Every row along the class axis through one kernel, chunk by chunk, into an array of the same shape and dtype. */
export function* mappedRows(
  kernel: 'softmax' | 'logSoftmax',
  logits: NDArray,
  options: AxisOptions,
): Steps<NDArray> {
  const layout = layoutOf(logits, options.axis);
  const temperature = checkTemperature(options.temperature);
  const fast = precisionPath(logits, { temperature }) === 'fast';
  const result = zeros(logits.dtype, logits.shape);
  const kernels = kernelsFor(layout.n);
  for (const { x, y, first, rows } of rowChunks(logits, layout, result)) {
    kernels[kernel](x, layout.n, temperature, fast, y!);
    yield { done: first + rows, total: layout.rows };
  }
  return result;
}
