import * as l10n from '@vscode/l10n';
import type { NDArray } from '../arrays/ndarray';
import { shapeText } from '../arrays/ndarray';
import { haveSameShape } from './broadcast';
import { kernelsFor } from './kernels';
import { layoutOf } from './layout';
import { checkTemperature } from './options';
import { rowChunks } from './rowChunks';
import type { AxisOptions } from './types';
import { zeros } from './zeros';

/**
 * Σ term(log p_i, log q_i) along the axis, p and q being the softmax of two arrays of one shape, in float64.
 *
 * @throws when the shapes differ, the axis is not one of theirs, or the temperature not finite and above 0
 */
export function divergence(
  pLogits: NDArray,
  qLogits: NDArray,
  options: AxisOptions,
  term: (logP: number, logQ: number) => number,
): NDArray {
  const layout = layoutOf(pLogits, options.axis, 'pLogits');
  if (!haveSameShape(pLogits.shape, qLogits.shape)) {
    throw new Error(
      l10n.t(
        'qLogits: expected shape {0}, as pLogits has, got {1}',
        shapeText(pLogits.shape),
        shapeText(qLogits.shape),
      ),
    );
  }
  layoutOf(qLogits, options.axis, 'qLogits');
  const { n } = layout;
  const temperature = checkTemperature(options.temperature);
  const dtype = pLogits.dtype === 'float64' || qLogits.dtype === 'float64' ? 'float64' : 'float32';
  const result = zeros(dtype, layout.rowShape);
  if (n === 0) result.data.fill(NaN);
  const kernels = kernelsFor(n);
  const others = rowChunks(qLogits, layout, undefined, true);
  for (const { x, first, rows } of rowChunks(pLogits, layout, undefined, true)) {
    const logP = new Float64Array(x.length);
    const logQ = new Float64Array(x.length);
    kernels.logSoftmax(x, n, temperature, false, logP);
    kernels.logSoftmax(others.next().value!.x, n, temperature, false, logQ);
    for (let row = 0, at = 0; row < rows; row++) {
      let sum = 0;
      for (const end = at + n; at < end; at++) sum += term(logP[at], logQ[at]);
      result.data[first + row] = sum;
    }
  }
  return result;
}
