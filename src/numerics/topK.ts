/** The k largest values of a row, largest first. */
export interface TopK {
  indices: Int32Array;
  values: Float64Array;
}

/**
 * The k largest of a row, descending; equal values by lower index. NaN is larger than +∞, as PyTorch and NumPy sort it,
 * so that a NaN is seen and not hidden. k above the row's length gives the whole row.
 *
 * @throws when k is not an integer of at least 0
 */
export function topK(row: Float32Array | Float64Array, k: number): TopK {
  if (!Number.isInteger(k) || k < 0) throw new Error(`k: expected an integer of at least 0, got ${k}`);
  const count = Math.min(k, row.length);
  const indices = new Int32Array(count);
  const values = new Float64Array(count);
  let size = 0;
  for (let i = 0; i < row.length && count > 0; i++) {
    const x = row[i];
    if (size === count && !precedes(x, values[count - 1])) continue;
    let at = size < count ? size++ : count - 1;
    for (; at > 0 && precedes(x, values[at - 1]); at--) {
      values[at] = values[at - 1];
      indices[at] = indices[at - 1];
    }
    values[at] = x;
    indices[at] = i;
  }
  return { indices, values };
}

function precedes(x: number, y: number): boolean {
  return x > y || (x !== x && y === y);
}
