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

function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
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

/** A Poisson(1) variable from 32 random bits: how often a row stands in a resample. */
export function poissonOf(bits: number): number {
  let k = 0;
  while (k < POISSON.length && bits >= POISSON[k]) k++;
  return k;
}

/** The variable by the upper bits alone; UNDECIDED where the lower ones tell. */
const UPPER = 12;
const UNDECIDED = 255;
const BY_UPPER = Uint8Array.from({ length: 1 << UPPER }, (_, upper) => {
  const first = poissonOf(upper * 2 ** (32 - UPPER));
  return first === poissonOf((upper + 1) * 2 ** (32 - UPPER) - 1) ? first : UNDECIDED;
});

/** Draws how often each row stands in a resample, time and again of the same rows. */
export function weightsOf(row: Int32Array): (salt: number, weight: Uint8Array) => void {
  const own = row.map(ownBits);
  return (salt, weight) => {
    const salted = Math.imul(salt, 0x85ebca6b);
    for (let i = 0; i < own.length; i++) {
      const bits = mix((own[i] + salted) | 0);
      const times = BY_UPPER[bits >>> (32 - UPPER)];
      weight[i] = times === UNDECIDED ? poissonOf(bits >>> 0) : times;
    }
  };
}
