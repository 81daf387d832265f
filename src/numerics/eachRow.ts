import type { NDArray } from '../ndarray';
import type { Layout } from './layout';

/** Calls `visit` with every row copied to float64; `start` is the row's first element, its stride is layout.inner. */
export function eachRow(
  array: NDArray,
  layout: Layout,
  visit: (row: Float64Array, index: number, start: number) => void,
): void {
  const { n, inner, outer } = layout;
  const row = new Float64Array(n);
  for (let o = 0, index = 0; o < outer; o++) {
    for (let k = 0; k < inner; k++, index++) {
      const start = o * n * inner + k;
      for (let i = 0, at = start; i < n; i++, at += inner) row[i] = array.data[at];
      visit(row, index, start);
    }
  }
}
