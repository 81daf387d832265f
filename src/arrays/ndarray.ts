/**
 * The one array type every room shares, and the checks made where arrays enter.
 * Imports nothing, so that every folder may import it.
 */

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

/** "2×3", or "scalar". */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.map((n) => (n < 0 ? '?' : String(n))).join('×');
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
    `${what}: expected nested lists of numbers or { dtype, shape, data }, got ${describe(value)}`,
  );
}

function checkNDArray(value: object, what: string): NDArray {
  const { dtype, shape, data } = value as Partial<NDArray>;
  if (!Array.isArray(shape))
    throw new Error(`${what}.shape: expected a list of sizes, got ${describe(shape)}`);
  checkShape(shape, what);
  // A proxy of a typed array is an instance of it and holds no bytes.
  if (!ArrayBuffer.isView(data) || !(data instanceof Float32Array || data instanceof Float64Array)) {
    throw new Error(`${what}.data: expected a Float32Array or Float64Array, got ${describe(data)}`);
  }
  const expected = data instanceof Float32Array ? 'float32' : 'float64';
  if (dtype !== expected) {
    throw new Error(
      `${what}.dtype: expected '${expected}' for a ${data.constructor.name}, got ${describe(dtype)}`,
    );
  }
  const size = sizeOf(shape);
  if (data.length !== size) {
    throw new Error(`${what}.data: shape [${shape.join(', ')}] holds ${size} elements, got ${data.length}`);
  }
  return { dtype, shape: [...(shape as readonly number[])], data };
}

/** Throws unless every size is a non-negative integer and rank and element count stay within the caps. */
export function checkShape(shape: readonly unknown[], what: string): asserts shape is readonly number[] {
  if (shape.length > MAX_RANK)
    throw new Error(`${what}: rank ${shape.length} is above the limit of ${MAX_RANK}`);
  let size = 1;
  for (const [axis, n] of shape.entries()) {
    if (!Number.isInteger(n) || (n as number) < 0) {
      throw new Error(`${what}.shape[${axis}]: expected a non-negative integer, got ${describe(n)}`);
    }
    size *= n as number;
  }
  if (size > MAX_ELEMENTS) {
    throw new Error(
      `${what}: shape [${shape.join(', ')}] holds ${size} elements, the limit is ${MAX_ELEMENTS}`,
    );
  }
}

/** Rectangular nested lists to a float64 array; a ragged list's error names the index where it differs. */
export function fromNested(value: unknown, what: string): NDArray {
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (shape.length > MAX_RANK) throw new Error(`${what}: nested deeper than ${MAX_RANK} levels`);
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
            ? `${where()}: expected a number, as elsewhere at this depth, got a list of ${item.length} (ragged)`
            : `${where()}: expected a number, got ${describe(item)}`,
        );
      }
      data[at++] = item;
      return;
    }
    if (!Array.isArray(item))
      throw new Error(`${where()}: expected a list of ${shape[depth]}, got ${describe(item)}`);
    if (item.length !== shape[depth]) {
      throw new Error(
        `${where()}: expected ${shape[depth]} elements, as in the first list there, got ${item.length} (ragged)`,
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
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? value.slice(0, 40) + '…' : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null || typeof value !== 'object') return String(value);
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name ? `an object of type ${name}` : 'an object';
}
