import { rowHash } from './rowHash';

/** Parts that a data set is cut into, each judged by what was fitted to the others. */
export const FOLDS = 5;

/** Which fold each row belongs to: by its own random number, so that neighbours part. */
export function foldsOf(row: Int32Array, seed: number): Uint8Array {
  const folds = new Uint8Array(row.length);
  for (let i = 0; i < folds.length; i++) folds[i] = rowHash(row[i], seed) % FOLDS;
  return folds;
}

/** Places of the rows inside or outside a fold. */
export function placesOf(folds: Uint8Array, fold: number, inside: boolean): Int32Array {
  const places = new Int32Array(folds.length);
  let count = 0;
  for (let i = 0; i < folds.length; i++) if ((folds[i] === fold) === inside) places[count++] = i;
  return places.slice(0, count);
}
