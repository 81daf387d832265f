/**
 * The one array type every room shares, and the checks made where arrays enter.
 * Imports no other module of the house, so that every folder may import it.
 */

import * as l10n from '@vscode/l10n';
import { printable } from './words/printable';

/** A dense array in row-major order. `data.length` is the product of `shape`; a scalar has shape `[]`. */
export interface NDArray {
  dtype: 'float32' | 'float64';
  shape: readonly number[];
  data: Float32Array | Float64Array;
}

/** Numbers nested in lists, rectangular: `[[2, 1, 0.1], [0.5, 2.5, 0.3]]`. */
export type NestedNumbers = number | readonly NestedNumbers[];

export type ArrayInput = NDArray | NestedNumbers;

/** The most elements one array may hold: 2^28 float64 values are 2 GiB. */
export const MAX_ELEMENTS = 2 ** 28;
/** NumPy's own limit. */
export const MAX_RANK = 64;

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

export function ndarray(data: Float32Array | Float64Array, shape: readonly number[]): NDArray {
  return { dtype: data instanceof Float32Array ? 'float32' : 'float64', shape, data };
}

/** "2×3", "1,000,000×1,000", or "scalar". */
export function shapeText(shape: readonly number[]): string {
  if (shape.length === 0) return l10n.t('scalar');
  return shape.map((n) => (n < 0 ? '?' : n.toLocaleString('en'))).join('×');
}

/** "800 bytes", "1.60 kB", "103 MB". */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let power = 0;
  // What rounds to 1000 of a unit is one of the next.
  while (power < 4 && bytes / 1000 ** power >= 999.5) power++;
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toPrecision(3)} ${units[power]}`;
}

/**
 * Turns untrusted input into an NDArray or throws one Error that names the value and what was expected.
 * Nested lists become float64. An NDArray is checked and returned as it is, its data not copied.
 *
 * @param what how the caller names the value in messages: "logits", "labels"
 */
export function toNDArray(value: unknown, what: string): NDArray {
  if (typeof value === 'number' || Array.isArray(value)) return fromNested(value, what);
  if (value !== null && typeof value === 'object' && 'data' in value && 'shape' in value)
    return checkNDArray(value, what);
  throw new Error(
    l10n.t(
      '{0}: expected nested lists of numbers or an object with dtype, shape, and data, got {1}',
      what,
      describe(value),
    ),
  );
}

function checkNDArray(value: object, what: string): NDArray {
  const { dtype, shape, data } = value as Partial<NDArray>;
  if (!Array.isArray(shape))
    throw new Error(l10n.t('{0}: expected a list of sizes, got {1}', `${what}.shape`, describe(shape)));
  checkShape(shape, what);
  // A proxy of a typed array is an instance of it and holds no bytes.
  if (!ArrayBuffer.isView(data) || !(data instanceof Float32Array || data instanceof Float64Array)) {
    throw new Error(
      l10n.t('{0}.data: expected a Float32Array or Float64Array, got {1}', what, describe(data)),
    );
  }
  const expected = data instanceof Float32Array ? 'float32' : 'float64';
  if (dtype !== expected) {
    throw new Error(
      l10n.t(
        "{0}.dtype: expected '{1}' for a {2}, got {3}",
        what,
        expected,
        data.constructor.name,
        describe(dtype),
      ),
    );
  }
  const size = sizeOf(shape);
  if (data.length !== size) {
    throw new Error(
      l10n.t(
        '{0}.data: shape {1} has {2} elements, got {3}',
        what,
        `[${shape.join(', ')}]`,
        size,
        data.length,
      ),
    );
  }
  return { dtype, shape: [...(shape as readonly number[])], data };
}

/**
 * Throws unless every size is a non-negative integer and rank and element count stay within the caps.
 *
 * @param what how the caller names the value in messages; a function where that takes time
 */
export function checkShape(
  shape: readonly unknown[],
  what: string | (() => string),
): asserts shape is readonly number[] {
  const named = () => (typeof what === 'string' ? what : what());
  if (shape.length > MAX_RANK)
    throw new Error(l10n.t('{0}: rank {1} exceeds the limit of {2}', named(), shape.length, MAX_RANK));
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) {
    const n = shape[axis];
    if (!Number.isInteger(n) || (n as number) < 0) {
      throw new Error(
        l10n.t('{0}: expected a non-negative integer, got {1}', `${named()}.shape[${axis}]`, describe(n)),
      );
    }
    size *= n as number;
  }
  if (size > MAX_ELEMENTS) {
    throw new Error(
      l10n.t(
        '{0}: shape {1} has {2} elements; the limit is {3}',
        named(),
        `[${shape.join(', ')}]`,
        size,
        MAX_ELEMENTS,
      ),
    );
  }
}

/** Rectangular nested lists to a float64 array; a ragged list's error names the index where it differs. */
export function fromNested(value: unknown, what: string): NDArray {
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (shape.length > MAX_RANK)
      throw new Error(l10n.t('{0}: nested deeper than {1} levels', what, MAX_RANK));
    if (level.length === 0) break;
  }
  checkShape(shape, what);
  const data = new Float64Array(sizeOf(shape));
  let at = 0;
  const path: number[] = [];
  const where = () => what + path.map((i) => `[${i}]`).join('');
  const walk = (item: unknown, depth: number) => {
    if (depth === shape.length) {
      if (typeof item !== 'number') {
        throw new Error(
          Array.isArray(item)
            ? l10n.t(
                '{0}: expected a number, as elsewhere at this depth, got {1} (ragged)',
                where(),
                describe(item),
              )
            : l10n.t('{0}: expected a number, got {1}', where(), describe(item)),
        );
      }
      data[at++] = item;
      return;
    }
    if (!Array.isArray(item))
      throw new Error(l10n.t('{0}: expected a list of {1}, got {2}', where(), shape[depth], describe(item)));
    if (item.length !== shape[depth]) {
      throw new Error(
        l10n.t(
          '{0}: expected {1} elements, as in the first list there, got {2} (ragged)',
          where(),
          shape[depth],
          item.length,
        ),
      );
    }
    for (let i = 0; i < item.length; i++) {
      path.push(i);
      walk(item[i], depth + 1);
      path.pop();
    }
  };
  walk(value, 0);
  return { dtype: 'float64', shape, data };
}

/** A short, safe rendering of any value for an error message. */
export function describe(value: unknown): string {
  if (value === undefined) return l10n.t('nothing');
  if (typeof value === 'string')
    return printable(JSON.stringify(value.length > 40 ? value.slice(0, 40) + '…' : value));
  if (Array.isArray(value)) return l10n.t('a list of {0}', value.length);
  if (typeof value === 'function') return l10n.t('a function');
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null) return 'null';
  if (typeof value !== 'object') return (value as number | boolean | symbol).toString();
  const name: unknown = value.constructor?.name;
  // Of an object that came as JSON, what it is made by may be data like the rest.
  return typeof name === 'string' && name && !Object.hasOwn(value, 'constructor')
    ? l10n.t('an object of type {0}', name)
    : l10n.t('an object');
}
