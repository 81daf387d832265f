import type { NDArray } from '../ndarray';
import { shapeText } from '../ndarray';
import { checkTemperature } from './checks';
import { eachRow } from './eachRow';
import { layoutOf } from './layout';
import { logSoftmax } from './logSoftmax';
import type { AxisOptions } from './types';
import { zeros } from './zeros';

/** Σ term(log p_i, log q_i) along the axis, p and q being the softmax of two arrays of one shape. */
export function divergence(
  pLogits: NDArray,
  qLogits: NDArray,
  options: AxisOptions,
  term: (logP: number, logQ: number) => number,
): NDArray {
  const layout = layoutOf(pLogits, options.axis, 'pLogits');
  layoutOf(qLogits, options.axis, 'qLogits');
  const temperature = checkTemperature(options.temperature);
  if (
    pLogits.shape.length !== qLogits.shape.length ||
    pLogits.shape.some((size, i) => size !== qLogits.shape[i])
  ) {
    throw new Error(
      `qLogits: expected shape ${shapeText(pLogits.shape)}, that of pLogits, got ${shapeText(qLogits.shape)}`,
    );
  }
  const dtype = pLogits.dtype === 'float64' || qLogits.dtype === 'float64' ? 'float64' : 'float32';
  const result = zeros(dtype, layout.rowShape);
  const log = (row: Float64Array) =>
    logSoftmax({ dtype: 'float64', shape: [row.length], data: row }, { temperature }).data;
  const sums = new Float64Array(layout.rows);
  const logP = new Map<number, Float64Array | Float32Array>();
  eachRow(pLogits, layout, (row, index) => logP.set(index, log(row)));
  eachRow(qLogits, layout, (row, index) => {
    const p = logP.get(index)!;
    const q = log(row);
    let sum = 0;
    for (let i = 0; i < q.length; i++) sum += term(p[i], q[i]);
    sums[index] = sum;
  });
  result.data.set(sums);
  return result;
}
