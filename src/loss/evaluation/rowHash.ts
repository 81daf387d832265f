/**
 * A row's own random number, the same on every machine and in every order of the rows: 32 bits, by Ettinger's
 * "lowbias32" mixer (https://nullprogram.com/blog/2018/07/31/). Pieces of a data set that are summarized apart draw
 * what they would have drawn together.
 *
 * @param salt what is drawn: a seed, the number of a resample
 */
export function rowHash(row: number, salt: number): number {
  return mix((mix(row + 0x9e3779b9) + Math.imul(salt, 0x85ebca6b)) | 0);
}

function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Cumulative probabilities of Poisson(1) in units of 2⁻³²; beyond the last one less than one draw in a million lies. */
const POISSON = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(
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
const [AT_0, AT_1, AT_2] = POISSON;

/** A Poisson(1) variable from 32 random bits: how often a row stands in a resample. */
export function poissonOf(bits: number): number {
  if (bits < AT_0) return 0;
  if (bits < AT_1) return 1;
  if (bits < AT_2) return 2;
  let k = 3;
  while (k < POISSON.length && bits >= POISSON[k]) k++;
  return k;
}
