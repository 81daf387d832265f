import type { Steps } from '../../numerics';
import { placesUpTo } from './columns';
import { normalBelow, normalQuantile, Z95 } from './normal';
import { resampledQuantile } from './quantile';
import { rowHash, weightsOf } from './rowHash';

/** How often the rows are drawn anew, and from which numbers. */
export interface Resampling {
  resamples: number;
  seed: number;
}

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
  if (resamples === 0) return [];
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
 * What an interval is made of resamples by. Their percentiles (Efron 1979), but where a figure of few rows lies beside
 * that of many, and its resamples once more as far:
 *
 * - bias-corrected (Efron 1981): percentiles that are moved by where the figure stands among its resamples;
 * - standard-error: the figure and the deviation of its resamples;
 * - mean-square: the same by their deviation from the figure, which counts how far chance moves them to one side, too;
 * - logit: the figure and the deviation of its resamples, as logits (Pepe 2003);
 * - reversed ("basic", Davison and Hinkley 1997): as far to the other side as the percentiles lie to theirs; and up to
 *   the figure itself, which may be further off than that;
 * - reversed-power: the same of the values to the power of 1.5. What chance adds to a gap it adds to its square where the
 *   gap is small, and not at all where it is large.
 */
export type IntervalKind =
  | 'percentile'
  | 'bias-corrected'
  | 'standard-error'
  | 'mean-square'
  | 'logit'
  | 'reversed'
  | 'reversed-power';

/**
 * The 95 % interval of a figure. Where a sample was resampled in place of all rows, its deviations shrink with the square
 * root of the rows and are laid around the figure itself.
 *
 * @param of the figure of all rows, and of the rows that were resampled
 * @param share of the resampled rows in all
 * @param range what the figure can be
 */
export function resampledInterval(
  kind: IntervalKind,
  resamples: Float64Array | undefined,
  of: { value: number; sampled: number },
  share: number,
  [least, most]: readonly [least: number, most: number] = [-Infinity, Infinity],
): [low: number, high: number] | undefined {
  if (!resamples) return undefined;
  const sorted = resamples.filter((value) => !Number.isNaN(value)).sort();
  // Where a figure is undefined in one resample of ten, its interval would speak of the others only.
  if (sorted.length < 0.9 * resamples.length || sorted.length < 20) return undefined;
  // How far few rows move a figure shrinks with the rows, not with their root: of all of them it is next to nothing.
  const told = share === 1 || kind === 'percentile' ? kind : 'standard-error';
  // The sample's ends are cut off only where they lie around the figure: before, they tell a width.
  const placed = INTERVALS[told](sorted, of.sampled)
    .map((end) => (share === 1 ? end : of.value + (end - of.sampled) * Math.sqrt(share)))
    .map((end) => Math.min(Math.max(end, least), Math.max(most, of.value)));
  return placed.every(Number.isFinite) ? [placed[0], placed[1]] : undefined;
}

type Ends = [low: number, high: number];

/** Of what is never below 0. The power was found by simulation: docs/file-speed.md has the shares. */
function reversed(power: number) {
  return (sorted: Float64Array, value: number): Ends => {
    const [high, low] = percentiles(sorted, 0).map(
      (end) => Math.max(0, 2 * value ** power - end ** power) ** (1 / power),
    );
    return [Math.min(value, low), Math.max(value, high)];
  };
}

const INTERVALS: Record<IntervalKind, (sorted: Float64Array, value: number) => Ends> = {
  percentile: (sorted) => percentiles(sorted, 0),
  'bias-corrected': (sorted, value) => percentiles(sorted, 2 * normalQuantile(shareBelow(sorted, value))),
  'standard-error': (sorted, value) => around(value, Z95 * deviation(sorted)),
  'mean-square': (sorted, value) => around(value, Z95 * Math.sqrt(meanSquare(sorted, value))),
  logit: (sorted, value) => {
    const slope = value * (1 - value);
    // Rows that are told apart without a fault say nothing of how far the figure may lie below.
    if (slope === 0) return [NaN, NaN];
    const [low, high] = around(Math.log(value / (1 - value)), (Z95 * deviation(sorted)) / slope);
    return [1 / (1 + Math.exp(-low)), 1 / (1 + Math.exp(-high))];
  },
  reversed: reversed(1),
  'reversed-power': reversed(1.5),
};

function percentiles(sorted: Float64Array, moved: number): Ends {
  const at = (z: number) => resampledQuantile(sorted, normalBelow(moved + z));
  return [at(-Z95), at(Z95)];
}

/** The share of resamples below a value, equal ones by half; never none of them or all. */
function shareBelow(sorted: Float64Array, value: number): number {
  const near = 1e-12 * Math.abs(value);
  let twice = 0;
  for (const one of sorted) twice += Number(one < value - near) + Number(one <= value + near);
  return Math.min(1 - 1 / sorted.length, Math.max(1 / sorted.length, twice / (2 * sorted.length)));
}

const around = (value: number, half: number): Ends => [value - half, value + half];

function deviation(values: Float64Array): number {
  const { length } = values;
  const mean = values.reduce((sum, one) => sum + one, 0) / length;
  return Math.sqrt((meanSquare(values, mean) * length) / (length - 1));
}

/** Of the values' distances from one. */
const meanSquare = (values: Float64Array, from: number): number =>
  values.reduce((sum, one) => sum + (one - from) ** 2, 0) / values.length;
