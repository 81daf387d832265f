import { isUnknownLabel } from '../../arrays/labelShape';
import { sizeOf, type NDArray } from '../../arrays/ndarray';

/** How far shares that were written with few digits may be from 1 together. */
const ROUNDED = 0.02;

/** Those of some axes along which all numbers are shares that sum to 1, but for those of which one is not known. */
export function axesOfSumOne(array: Pick<NDArray, 'shape' | 'data'>, axes: readonly number[]): number[] {
  return axes.filter((axis) => sumsToOne(array, axis));
}

function sumsToOne({ shape, data }: Pick<NDArray, 'shape' | 'data'>, axis: number): boolean {
  const length = shape[axis];
  const step = sizeOf(shape.slice(axis + 1));
  let known = false;
  for (let start = 0; start < data.length; start += length * step)
    for (let from = start; from < start + step; from++) {
      const sum = sumFrom(data, from, length, step);
      if (sum === undefined) continue;
      if (!(Math.abs(sum - 1) <= ROUNDED)) return false;
      known = true;
    }
  return known;
}

/** NaN where a number is no share; undefined where one is not known. */
function sumFrom(data: NDArray['data'], from: number, length: number, step: number): number | undefined {
  let sum = 0;
  for (let at = from; at < from + length * step; at += step) {
    if (isUnknownLabel(data[at])) return undefined;
    sum += data[at] >= 0 ? data[at] : NaN;
  }
  return sum;
}
