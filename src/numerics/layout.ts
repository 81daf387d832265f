import type { NDArray } from '../arrays/ndarray';
import { shapeText, sizeOf } from '../arrays/ndarray';

/** An array seen as [outer, n, inner], n being the class axis; a row is the n elements that are `inner` apart. */
export interface Layout {
  axis: number;
  outer: number;
  n: number;
  inner: number;
  /** outer × inner */
  rows: number;
  /** The shape without the class axis. */
  rowShape: number[];
}

/** Checks the array and the axis once, before any pointer is formed. Throws an Error that names the value. */
export function layoutOf(array: NDArray, axis: number = -1, what: string = 'logits'): Layout {
  const { shape, data, dtype } = array;
  const wanted = dtype === 'float32' ? Float32Array : dtype === 'float64' ? Float64Array : undefined;
  if (!wanted || !(data instanceof wanted)) {
    throw new Error(`${what}: expected a Float32Array with dtype 'float32' or a Float64Array with 'float64'`);
  }
  if (data.length !== sizeOf(shape)) {
    throw new Error(
      `${what}.data: shape ${shapeText(shape)} holds ${sizeOf(shape)} elements, got ${data.length}`,
    );
  }
  const rank = shape.length;
  if (rank === 0) throw new Error(`${what}: expected at least one axis, got a scalar`);
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new Error(
      `axis: expected an integer from ${-rank} to ${rank - 1} for shape ${shapeText(shape)}, got ${axis}`,
    );
  }
  const at = axis < 0 ? axis + rank : axis;
  const outer = sizeOf(shape.slice(0, at));
  const inner = sizeOf(shape.slice(at + 1));
  return {
    axis: at,
    outer,
    n: shape[at],
    inner,
    rows: outer * inner,
    rowShape: [...shape.slice(0, at), ...shape.slice(at + 1)],
  };
}
