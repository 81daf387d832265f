import type { NDArray } from '../arrays/ndarray';
import { checkShape, ndarray, shapeText, sizeOf } from '../arrays/ndarray';

/** The shape two arrays broadcast to, by NumPy's rule. Throws when they do not. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new Error(`labels: shape ${shapeText(b)} does not broadcast with the logits' ${shapeText(a)}`);
    }
    shape.push(x === 1 ? y : x);
  }
  checkShape(shape, 'logits and labels, broadcast');
  return shape;
}

/** The array spread over a shape it broadcasts to; itself when it has that shape already. */
export function broadcast(array: NDArray, shape: readonly number[]): NDArray {
  const same = array.shape.length === shape.length && array.shape.every((size, i) => size === shape[i]);
  if (same) return array;
  const rank = shape.length;
  const strides = new Array<number>(rank).fill(0);
  for (let i = rank - 1, stride = 1; i >= rank - array.shape.length; i--) {
    const size = array.shape[i - rank + array.shape.length];
    strides[i] = size === 1 ? 0 : stride;
    stride *= size;
  }
  const size = sizeOf(shape);
  const data = array.dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
  const index = new Array<number>(rank).fill(0);
  for (let at = 0, from = 0; at < size; at++) {
    data[at] = array.data[from];
    for (let i = rank - 1; i >= 0; i--) {
      from += strides[i];
      if (++index[i] < shape[i]) break;
      from -= strides[i] * shape[i];
      index[i] = 0;
    }
  }
  return ndarray(data, shape);
}
