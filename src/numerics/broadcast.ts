import * as l10n from '@vscode/l10n';
import type { NDArray } from '../arrays/ndarray';
import { checkShape, ndarray, shapeText, sizeOf } from '../arrays/ndarray';
import { CompensatedSum } from './compensatedSum';
import { zeros } from './zeros';

/** The shape two arrays broadcast to, by NumPy's rule. Throws when they do not, or when it passes the caps. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new Error(
        l10n.t('labels: shape {0} doesn’t broadcast with the logits’ shape {1}', shapeText(b), shapeText(a)),
      );
    }
    shape.push(x === 1 ? y : x);
  }
  checkShape(shape, l10n.t('logits and labels, broadcast'));
  return shape;
}

export function haveSameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/** The array spread over a shape it broadcasts to; itself when it has that shape already. */
export function broadcast(array: NDArray, shape: readonly number[]): NDArray {
  if (haveSameShape(array.shape, shape)) return array;
  const size = sizeOf(shape);
  const data = array.dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
  const from = alignedSizes(array.shape, shape);
  const strides = stridesOf(from).map((stride, i) => (from[i] === 1 ? 0 : stride));
  let at = 0;
  eachOffset(shape, strides, (offset) => (data[at++] = array.data[offset]));
  return ndarray(data, shape);
}

/**
 * The reverse: a value for every place an array was spread to becomes the sum of those that came from one place, in
 * float64 and rounded once to `dtype`.
 */
export function sumOverBroadcast(
  spread: NDArray,
  shape: readonly number[],
  dtype: NDArray['dtype'],
): NDArray {
  const result = zeros(dtype, shape);
  const from = alignedSizes(shape, spread.shape);
  const strides = stridesOf(spread.shape);
  const repeats = spread.shape.map((size, i) => (from[i] === 1 ? size : 1));
  let at = 0;
  eachOffset(from, strides, (origin) => {
    const sum = new CompensatedSum();
    eachOffset(repeats, strides, (offset) => sum.add(spread.data[origin + offset]));
    result.data[at++] = sum.value;
  });
  return result;
}

/** A shape with axes of size 1 put before, up to the rank of the one it broadcasts to. */
function alignedSizes(shape: readonly number[], to: readonly number[]): number[] {
  return [...new Array<number>(to.length - shape.length).fill(1), ...shape];
}

function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  for (let i = shape.length - 1, stride = 1; i >= 0; stride *= shape[i--]) strides[i] = stride;
  return strides;
}

/** Visits Σ index · stride for every index of a shape, in row-major order. */
function eachOffset(
  shape: readonly number[],
  strides: readonly number[],
  visit: (offset: number) => void,
): void {
  const size = sizeOf(shape);
  const index = new Array<number>(shape.length).fill(0);
  for (let count = 0, offset = 0; count < size; count++) {
    visit(offset);
    for (let i = shape.length - 1; i >= 0; i--) {
      offset += strides[i];
      if (++index[i] < shape[i]) break;
      offset -= strides[i] * shape[i];
      index[i] = 0;
    }
  }
}
