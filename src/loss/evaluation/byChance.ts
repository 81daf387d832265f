import type { Figure } from './types';
import { BINS, binOf } from './rankedRows';
import { quantile } from './quantile';

/** A bin of this variance is as good as normal; of a smaller one so many rows are drawn one by one, at most. */
const NORMAL_VARIANCE = 25;
export const DRAWN_ROWS = 20_000;
/** Data sets that are drawn, whatever is resampled: a verdict hangs on their 95th percentile. */
const DRAWS = 1000;

/** What chance alone makes of a calibration error. */
export interface ByChance extends Required<Figure> {
  /** Nineteen of twenty perfectly calibrated models show less. */
  limit: number;
}

/** What the draws are made of: rows and variance of each bin, and of those that are drawn row by row their confidences. */
interface ChanceSums {
  n: number;
  count: ArrayLike<number>;
  variance: ArrayLike<number>;
  drawn: readonly ArrayLike<number>[];
}

/**
 * The expected calibration error that a perfectly calibrated model of these confidences would show: labels are drawn
 * anew from the stated confidences and the error is computed of them, time and again. Its mean, and where 95 % of the
 * draws lie. An error inside says nothing against the model.
 */
export function eceByChance(confidence: Float64Array, seed: number, draws = DRAWS): ByChance {
  const [count, variance] = [new Float64Array(BINS), new Float64Array(BINS)];
  for (let i = 0; i < confidence.length; i++) {
    const p = confidence[i];
    const bin = binOf(p);
    count[bin]++;
    variance[bin] += p * (1 - p);
  }
  const drawn = drawnOf(confidence, { count, variance });
  return eceByChanceOf({ n: confidence.length, count, variance, drawn }, seed, draws);
}

const isNormal = (bin: number, { count, variance }: Pick<ChanceSums, 'count' | 'variance'>) =>
  variance[bin] >= NORMAL_VARIANCE || count[bin] > DRAWN_ROWS;

/** The confidences of each bin whose rows are drawn one by one, in their order; none of the other bins. */
export function drawnOf(
  confidence: Float64Array,
  sums: Pick<ChanceSums, 'count' | 'variance'>,
): Float64Array[] {
  const drawn = Array.from(
    { length: BINS },
    (_, bin) => new Float64Array(isNormal(bin, sums) ? 0 : sums.count[bin]),
  );
  if (drawn.every(({ length }) => length === 0)) return drawn;
  const next = new Int32Array(BINS);
  for (let i = 0; i < confidence.length; i++) {
    const bin = binOf(confidence[i]);
    if (next[bin] < drawn[bin].length) drawn[bin][next[bin]++] = confidence[i];
  }
  return drawn;
}

/** The same of sums, wherever they were made. */
export function eceByChanceOf(
  { n, count, variance, drawn }: ChanceSums,
  seed: number,
  draws = DRAWS,
): ByChance {
  const random = randomOf(seed);
  const bins = drawn.map((confidences, bin) =>
    isNormal(bin, { count, variance }) ? undefined : new DrawnBin(confidences),
  );
  const errors = new Float64Array(draws);
  let sum = 0;
  for (let draw = 0; draw < draws; draw++) {
    let error = 0;
    for (let bin = 0; bin < BINS; bin++) {
      error += Math.abs(bins[bin]?.gap(random) ?? Math.sqrt(variance[bin]) * normalOf(random));
    }
    errors[draw] = error / n;
    sum += error / n;
  }
  errors.sort();
  return {
    value: sum / draws,
    interval: [quantile(errors, 0.025), quantile(errors, 0.975)],
    limit: quantile(errors, 0.95),
  };
}

/** Rows as likely as that, or less, to turn out the other way than expected are leapt over from one that does to the next. */
const RARE = 1 / 8;
const RAREST = 2 ** -40;

/** The rows of a bin whose labels are drawn one by one: few turn out other than expected, and only those cost anything. */
class DrawnBin {
  /** Right rows less those expected, where each row turns out as is likelier. */
  private usual = 0;
  /** The chance of each row to turn out the other way, of those that do about as often: up to twice as often at most. */
  private readonly others = new Map<number, { wrong: number[]; right: number[] }>();

  constructor(confidences: ArrayLike<number>) {
    for (let i = 0; i < confidences.length; i++) {
      const p = confidences[i];
      const isRight = p >= 0.5;
      this.usual += isRight ? 1 - p : -p;
      const chance = isRight ? 1 - p : p;
      if (chance <= 0) continue;
      let most = 0.5;
      while (most > RAREST && most / 2 >= chance) most /= 2;
      const alike = this.others.get(most) ?? { wrong: [], right: [] };
      this.others.set(most, alike);
      alike[isRight ? 'wrong' : 'right'].push(chance);
    }
  }

  /** Right rows less those expected in one draw. */
  gap(random: () => number): number {
    let gap = this.usual;
    for (const [most, { wrong, right }] of this.others)
      gap += eventsOf(right, most, random) - eventsOf(wrong, most, random);
    return gap;
  }
}

/** How many of independent events happen, each of its own chance and none likelier than `most`. */
function eventsOf(chances: readonly number[], most: number, random: () => number): number {
  let events = 0;
  if (most > RARE) {
    for (let i = 0; i < chances.length; i++) if (random() < chances[i]) events++;
    return events;
  }
  // Between two that would happen were all as likely as `most`, a geometric number of them does not.
  const each = Math.log1p(-most);
  const leap = () => Math.floor(Math.log(1 - random()) / each);
  for (let i = leap(); i < chances.length; i += 1 + leap()) if (random() * most < chances[i]) events++;
  return events;
}

/** Uniform in [0, 1): Marsaglia's xorshift32, which no figure but this one leans on. */
function randomOf(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b9) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Box and Muller's. */
function normalOf(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
