import type { Steps } from '../../numerics';
import { placesUpTo } from './columns';
import { quantile } from './quantile';
import { rowHash, weightsOf } from './rowHash';

/** How often the rows are drawn anew, and from which numbers. */
export interface Resampling {
  resamples: number;
  seed: number;
}

/** 95 % intervals leave this share out at each end. */
const OUTSIDE = 0.025;
/** Resamples between two looks at what else is asked. */
const STEP = 8;

/**
 * The places of the rows that are resampled: all, where they are at most `most`, else about as many, those of the
 * smallest random number of their own. So a sample of several files is the union of their samples.
 */
export function sampleOf(row: Int32Array, most: number, seed: number): Int32Array {
  if (row.length <= most) return placesUpTo(row.length);
  const limit = (most / row.length) * 2 ** 32;
  const picked: number[] = [];
  for (let i = 0; i < row.length; i++) if (rowHash(row[i], seed) < limit) picked.push(i);
  return Int32Array.from(picked);
}

/**
 * Figures of resampled rows: in each resample a row stands Poisson(1) times, by a random number of its own, as in a
 * bootstrap whose number of rows may vary (Chamandy et al., "Estimating uncertainty for massive data streams", 2012).
 *
 * @param figures of rows that stand so often
 * @returns for each figure its values over all resamples
 */
export function* resampled(
  row: Int32Array,
  figures: (weight: Uint8Array) => ArrayLike<number>,
  { resamples, seed }: Resampling,
): Steps<Float64Array[]> {
  const weight = new Uint8Array(row.length);
  const draw = weightsOf(row);
  const values: Float64Array[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    draw(saltOf(resample, seed), weight);
    const one = figures(weight);
    for (let at = 0; at < one.length; at++) (values[at] ??= new Float64Array(resamples))[resample] = one[at];
    if (resample % STEP === STEP - 1) yield { done: resample + 1, total: resamples };
  }
  return values;
}

const saltOf = (resample: number, seed: number) => seed * 65_537 + resample + 1;

/**
 * The percentile interval of a figure. Where a sample was resampled in place of all rows, its deviations shrink with
 * the square root of the rows and are laid around the figure itself.
 *
 * @param of the figure of all rows, and of the rows that were resampled
 * @param share of the resampled rows in all
 */
export function percentileInterval(
  resamples: Float64Array | undefined,
  of: { value: number; sampled: number },
  share: number,
): [low: number, high: number] | undefined {
  if (!resamples) return undefined;
  const sorted = resamples.filter((value) => !Number.isNaN(value)).sort();
  // Where a figure is undefined in one resample of ten, its interval would speak of the others only.
  if (sorted.length < 0.9 * resamples.length || sorted.length < 20) return undefined;
  const ends = [quantile(sorted, OUTSIDE), quantile(sorted, 1 - OUTSIDE)];
  const placed = share === 1 ? ends : ends.map((end) => of.value + (end - of.sampled) * Math.sqrt(share));
  return placed.every(Number.isFinite) ? [placed[0], placed[1]] : undefined;
}
