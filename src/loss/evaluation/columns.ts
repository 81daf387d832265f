// Loops, as `from` with a function takes each number through an iterator: ten times as long.

/** 0, 1, …, n − 1. */
export function placesUpTo(n: number): Int32Array<ArrayBuffer> {
  const places = new Int32Array(n);
  for (let i = 0; i < n; i++) places[i] = i;
  return places;
}

/** One column of rows × classes. */
export function columnOf<T extends Float64Array | Uint8Array>(matrix: T, classes: number, c: number): T {
  const column = roomLike(matrix, matrix.length / classes);
  for (let row = 0, at = c; row < column.length; row++, at += classes) column[row] = matrix[at];
  return column;
}

type Column = Float64Array | Int32Array | Uint8Array;

const roomLike = <T extends Column>(column: T, length: number): T =>
  new (column.constructor as new (length: number) => T)(length);

/** Some numbers of a column, by their places. */
export function picked<T extends Column>(values: T, at: Int32Array): T {
  const some = roomLike(values, at.length);
  for (let i = 0; i < at.length; i++) some[i] = values[at[i]];
  return some;
}

/** Some of rows × classes: number by number, as most rows are short and a view of each would cost more than its copy. */
export function pickedRows(matrix: Float64Array, classes: number, at: Int32Array): Float64Array {
  const some = new Float64Array(at.length * classes);
  for (let i = 0, to = 0; i < at.length; i++)
    for (let from = at[i] * classes, end = from + classes; from < end; from++) some[to++] = matrix[from];
  return some;
}

/** Places that belong together, one list after the other, and where each ends. */
export interface Lists {
  place: Int32Array;
  ends: Int32Array;
}

/**
 * Places by a number that each has, in their order.
 *
 * @param of the number of each place
 * @param places 0, 1, … where they are left out
 */
export function listsOf(of: Int32Array | Uint8Array, numbers: number, places?: Int32Array): Lists {
  const ends = new Int32Array(numbers);
  for (let i = 0; i < of.length; i++) ends[of[i]]++;
  for (let number = 1; number < numbers; number++) ends[number] += ends[number - 1];
  const place = new Int32Array(of.length);
  const next = ends.slice();
  for (let i = of.length - 1; i >= 0; i--) place[--next[of[i]]] = places ? places[i] : i;
  return { place, ends };
}
