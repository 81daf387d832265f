import { drawCounts, mix } from '../../numerics';

/**
 * A row's own random number, the same on every machine and in every order of the rows: 32 bits, by Ettinger's
 * "lowbias32" mixer (https://nullprogram.com/blog/2018/07/31/). Pieces of a data set that are summarized apart draw
 * what they would have drawn together.
 *
 * @param salt what is drawn: a seed, the number of a resample
 */
export function rowHash(row: number, salt: number): number {
  return mix((ownBits(row) + Math.imul(salt, 0x85ebca6b)) | 0) >>> 0;
}

/** What a row's random numbers are made of, whatever is drawn. */
const ownBits = (row: number) => mix(row + 0x9e3779b9);

/** Cumulative probabilities of Poisson(1) in units of 2⁻³²; beyond the last one less than one draw in a million lies. */
const POISSON = Uint32Array.from(
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  (() => {
    let term = Math.exp(-1);
    let sum = 0;
    return (k: number) => {
      if (k > 0) term /= k;
      sum += term;
      return Math.floor(sum * 2 ** 32);
    };
  })(),
);

/** Draws how often each row stands in a resample, a Poisson(1) variable, time and again of the same rows. */
export function weightsOf(row: Int32Array): (salt: number, weight: Uint8Array) => void {
  const draw = drawCounts(row.map(ownBits), POISSON);
  return (salt, weight) => draw(Math.imul(salt, 0x85ebca6b), weight);
}
