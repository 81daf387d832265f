import { checkCount } from './indices';
import type { TopK } from './kernel';
import { kernelsFor } from './kernels';

/**
 * The k largest of a row, in descending order; equal values by lower index. NaN comes before +∞, as PyTorch and NumPy
 * sort it: a NaN is to be seen, not hidden. k above the row's length gives the whole row.
 *
 * @throws when k is not an integer of at least 0
 */
export function topK(row: Float32Array | Float64Array, k: number): TopK {
  checkCount(k);
  return kernelsFor(row.length).topK(row, Math.min(k, row.length));
}
