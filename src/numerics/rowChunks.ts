import type { NDArray } from '../arrays/ndarray';
import type { Data } from './kernel';
import type { Layout } from './layout';
import { releaseMemory } from './wasmKernels';

/** Elements that go through the kernels at once: input and output stay in a core's cache. */
const CHUNK = 16384;

/** How many rows a chunk holds at most; at least 1. */
export function rowsAtOnce({ n, rows }: Pick<Layout, 'n' | 'rows'>): number {
  return Math.max(1, Math.min(rows, Math.floor(CHUNK / n)));
}

/** Whole rows, contiguous. Whatever is written to `y` reaches the output when the next chunk is asked for. */
interface RowChunk {
  x: Data;
  y: Data | undefined;
  first: number;
  rows: number;
}

/**
 * Cuts an array into chunks of contiguous rows. Where the class axis is the last, x and y are views; elsewhere rows are
 * gathered and scattered. `widen` gives x and y as float64. Memory beyond output is bounded by one chunk or one row.
 */
export function* rowChunks(
  array: NDArray,
  layout: Layout,
  output?: NDArray,
  widen = false,
): Generator<RowChunk, void, void> {
  const { n, inner, rows } = layout;
  if (n === 0) return;
  const step = rowsAtOnce(layout);
  const Buffer = widen || array.dtype === 'float64' ? Float64Array : Float32Array;
  const direct = inner === 1 && array.data instanceof Buffer;
  const gathered = direct ? undefined : new Buffer(step * n);
  const scattered = direct || !output ? undefined : new Buffer(step * n);
  try {
    for (let first = 0; first < rows; first += step) {
      const count = Math.min(step, rows - first);
      const [start, end] = [first * n, (first + count) * n];
      if (direct) {
        yield {
          x: array.data.subarray(start, end),
          y: output?.data.subarray(start, end),
          first,
          rows: count,
        };
        continue;
      }
      const x = gathered!.subarray(0, count * n);
      const y = scattered?.subarray(0, count * n);
      transfer(array.data, x, first, count, n, inner, true);
      yield { x, y, first, rows: count };
      if (output && y) transfer(output.data, y, first, count, n, inner, false);
    }
  } finally {
    releaseMemory();
  }
}

/** Moves rows between an array whose class axis has stride `inner` and contiguous rows. */
function transfer(
  array: Data,
  rows: Data,
  first: number,
  count: number,
  n: number,
  inner: number,
  gather: boolean,
): void {
  for (let row = first; row < first + count;) {
    const k = row % inner;
    const run = Math.min(inner - k, first + count - row);
    const origin = (row - k) * n + k;
    const base = (row - first) * n;
    for (let i = 0; i < n; i++) {
      const from = origin + i * inner;
      if (gather) for (let j = 0; j < run; j++) rows[base + j * n + i] = array[from + j];
      else for (let j = 0; j < run; j++) array[from + j] = rows[base + j * n + i];
    }
    row += run;
  }
}
