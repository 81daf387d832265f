// Loops, as `from` with a function takes each number through an iterator: ten times as long.

/** 0, 1, …, n − 1. */
export function placesUpTo(n: number): Int32Array<ArrayBuffer> {
  const places = new Int32Array(n);
  for (let i = 0; i < n; i++) places[i] = i;
  return places;
}

/** One column of rows × classes. */
export function columnOf(matrix: Float64Array, classes: number, c: number): Float64Array {
  const column = new Float64Array(matrix.length / classes);
  for (let row = 0, at = c; row < column.length; row++, at += classes) column[row] = matrix[at];
  return column;
}
