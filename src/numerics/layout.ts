import * as l10n from '@vscode/l10n';
import type { NDArray } from '../arrays/ndarray';
import { shapeText, sizeOf } from '../arrays/ndarray';
import { checkAxis } from './options';

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
export function layoutOf(array: NDArray, axis: unknown, what = 'logits'): Layout {
  const { shape, data, dtype } = array;
  const wanted = dtype === 'float32' ? Float32Array : dtype === 'float64' ? Float64Array : undefined;
  if (!wanted || !(data instanceof wanted)) {
    throw new Error(
      l10n.t("{0}: expected a Float32Array with dtype 'float32' or a Float64Array with 'float64'", what),
    );
  }
  if (data.length !== sizeOf(shape)) {
    throw new Error(
      l10n.t(
        '{0}.data: shape {1} has {2} elements, got {3}',
        what,
        shapeText(shape),
        sizeOf(shape),
        data.length,
      ),
    );
  }
  const at = checkAxis(axis, shape, what);
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

/** `layoutOf` for what has no meaning without classes. */
export function layoutWithClasses(logits: NDArray, axis: unknown): Layout {
  const layout = layoutOf(logits, axis);
  if (layout.n === 0) throw new Error(l10n.t('logits: expected at least one class, got an axis of size 0'));
  return layout;
}
