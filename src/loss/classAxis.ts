import * as l10n from '@vscode/l10n';
import { sizeOf, type NDArray } from '../arrays/ndarray';
import { swapLastTwo } from '../arrays/swapLastTwo';

/** Where the classes of an array lie, counted from 0; throws where it has no such axis or no classes. */
export function classAxisOf(shape: readonly number[], axis = -1): number {
  const rank = shape.length;
  if (rank === 0) throw new Error(l10n.t('A single number has no distribution. Expected a row of logits.'));
  const classAxis = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(classAxis) || classAxis < 0 || classAxis >= rank)
    throw new Error(l10n.t('Axis {0} is out of range for an array of rank {1}.', axis, rank));
  if (shape[classAxis] === 0) throw new Error(l10n.t('Axis {0} has no classes.', axis));
  return classAxis;
}

/** Rows of one sequence: the last axis beside the classes. */
export function stepsOf(shape: readonly number[], classAxis: number): number {
  return shape.filter((_, i) => i !== classAxis).at(-1) ?? 1;
}

/** The data with the class axis moved last; not copied when it is last already. */
export function classAxisLast({ data, shape }: NDArray, classAxis: number): Float32Array | Float64Array {
  return swapLastTwo(data, shape[classAxis], sizeOf(shape.slice(classAxis + 1)));
}

/** The inverse of classAxisLast. */
export function classAxisBack(
  data: Float32Array | Float64Array,
  shape: readonly number[],
  classAxis: number,
): Float32Array | Float64Array {
  return swapLastTwo(data, sizeOf(shape.slice(classAxis + 1)), shape[classAxis]);
}
