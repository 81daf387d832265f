import { rowHash } from './rowHash';

/** Parts that a data set is cut into, each judged by what was fitted to the others. */
export const FOLDS = 5;

/** Which fold each row belongs to: by its own random number, so that neighbours part. */
export function foldsOf(row: Int32Array, seed: number): Uint8Array {
  return Uint8Array.from(row, (one) => rowHash(one, seed) % FOLDS);
}

/** Places of the rows inside or outside a fold. */
export function placesOf(folds: Uint8Array, fold: number, inside: boolean): Int32Array {
  const places: number[] = [];
  for (let i = 0; i < folds.length; i++) if ((folds[i] === fold) === inside) places.push(i);
  return Int32Array.from(places);
}
