import type { NDArray } from '../arrays/ndarray';
import { ndarray, sizeOf } from '../arrays/ndarray';

/** An array of zeros of the given dtype and shape. */
export function zeros(dtype: NDArray['dtype'], shape: readonly number[]): NDArray {
  const size = sizeOf(shape);
  return ndarray(dtype === 'float32' ? new Float32Array(size) : new Float64Array(size), shape);
}
