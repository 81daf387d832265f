import type { ClassIds } from './growable';

/** The mean loss at inverse temperature β = 1/T with its first and second derivative in β. */
interface LossAt {
  loss: number;
  slope: number;
  curvature: number;
  /** The slope at β = 0, where all classes weigh alike, and as β → ∞, where the top class alone does. */
  slopeAtZero: number;
  slopeAtInfinity: number;
}

/** The temperature that minimises the mean loss. */
export interface TemperatureFit {
  /** zero: the loss falls for ever as T → 0, every counted row is right; infinite: it falls as T grows without end. */
  kind: 'found' | 'zero' | 'infinite' | 'no-rows';
  /** 0 and Infinity in those cases; NaN without rows. */
  temperature: number;
  /** Mean loss at the temperature that was begun with, and at the fitted one. */
  before: number;
  after: number;
  /** Rows that take part: with a label, a distribution and a finite loss. */
  rows: number;
}

const MAX_STEPS = 60;
/** Newton's next step is the square of this one, below what a double can tell: it is not looked at any more. */
const LAST_STEP = 1e-8;
/** Temperatures beyond are where a loss falls without end: nothing to begin with. */
const NEAR = [1e-4, 1e4] as const;
/** Where the loss is looked at when it falls without end. */
const MIN_BETA = 1e-6;
const MAX_BETA = 1e6;

/**
 * Fits the temperature (Guo et al., "On Calibration of Modern Neural Networks", 2017). The mean loss
 * L(β) = mean(lse(βx) − βx_y) is convex in β with L' = mean(E_p[x] − x_y) and L'' = mean(Var_p[x]) ≥ 0, so its
 * minimum is the one root of L': Newton's step, kept inside a bracket that halves where it would leave.
 *
 * @param label of all rows; a row with none that is a class does not take part
 * @param pass hands all rows to `add`, block by block, in order: once for every temperature that is tried
 * @param near the temperature to begin with: of nearly the same rows, from which fewer steps lead to theirs
 */
export async function fitTemperature(
  label: ClassIds,
  pass: (add: (block: RowBlock) => void) => Promise<void>,
  near = 1,
): Promise<TemperatureFit> {
  const sumsAt = async (beta: number): Promise<LossSums> => {
    const sums = noSums();
    let first = 0;
    await pass(({ logits, classes }) => {
      const rows = logits.length / classes;
      addLossAt(sums, logits, classes, label.subarray(first, first + rows), beta);
      first += rows;
    });
    return sums;
  };
  let beta = near > NEAR[0] && near < NEAR[1] ? 1 / near : 1;
  const sums = await sumsAt(beta);
  const { rows } = sums;
  if (rows === 0) return { kind: 'no-rows', temperature: NaN, before: NaN, after: NaN, rows };
  let at = meanOf(sums);
  const before = at.loss;
  // The slope only grows: it has a root where it starts below 0 and ends above.
  if (at.slopeAtZero >= 0 && at.slopeAtInfinity > 0) {
    const { loss } = meanOf(await sumsAt(MIN_BETA));
    return { kind: 'infinite', temperature: Infinity, before, after: loss, rows };
  }
  if (at.slopeAtInfinity === 0 && at.slopeAtZero < 0) {
    const { loss } = meanOf(await sumsAt(MAX_BETA));
    return { kind: 'zero', temperature: 0, before, after: loss, rows };
  }
  let low = 0;
  let high = Infinity;
  for (let step = 0; step < MAX_STEPS && at.slope !== 0; step++) {
    if (at.slope > 0) high = beta;
    else low = beta;
    let next = beta - at.slope / at.curvature;
    const isLast = Math.abs(next - beta) <= LAST_STEP * beta;
    if (!isLast && !(next > low && next < high))
      next = high === Infinity ? beta * 4 : low === 0 ? beta / 4 : (low + high) / 2;
    // A step of Newton's from a flat place overshoots by orders of magnitude.
    beta = Math.min(Math.max(next, beta / 16), beta * 16);
    if (isLast) break;
    at = meanOf(await sumsAt(beta));
  }
  return { kind: 'found', temperature: 1 / beta, before, after: at.loss, rows };
}

/** Consecutive rows. */
interface RowBlock {
  logits: Float64Array | Float32Array;
  classes: number;
}

/** Sums over rows of what the fit asks for; divided by `rows` they are its answer. */
interface LossSums {
  rows: number;
  loss: number;
  slope: number;
  curvature: number;
  slopeAtZero: number;
  slopeAtInfinity: number;
}

/** Adds rows with class ids at inverse temperature β. A row without a distribution or with an infinite loss is left out. */
export function addLossAt(
  sums: LossSums,
  data: Float64Array | Float32Array,
  classes: number,
  label: ClassIds,
  beta: number,
): void {
  for (let row = 0; row < label.length; row++) {
    const id = label[row];
    if (id < 0 || id >= classes) continue;
    const start = row * classes;
    const end = start + classes;
    let max = -Infinity;
    let argmax = start;
    let isNaN = false;
    for (let i = start; i < end; i++) {
      if (data[i] > max) {
        max = data[i];
        argmax = i;
      } else if (data[i] !== data[i]) isNaN = true;
    }
    const own = data[start + id];
    if (isNaN || !Number.isFinite(max) || own === -Infinity) continue;
    // Moments of d = x − max under the row's softmax, the largest term's 1 kept apart for the tail's digits.
    let tail = 0;
    let first = 0;
    let second = 0;
    let sum = 0;
    let finite = 1;
    for (let i = start; i < end; i++) {
      if (i === argmax) continue;
      const d = data[i] - max;
      // A mask weighs nothing at any temperature.
      if (d === -Infinity) continue;
      finite++;
      sum += d;
      const e = Math.exp(beta * d);
      if (e === 0) continue;
      tail += e;
      first += e * d;
      second += e * d * d;
    }
    const mean = first / (1 + tail);
    sums.rows++;
    sums.loss += Math.log1p(tail) + beta * (max - own);
    sums.slope += mean + (max - own);
    sums.curvature += second / (1 + tail) - mean * mean;
    sums.slopeAtZero += sum / finite + (max - own);
    sums.slopeAtInfinity += max - own;
  }
}

export const noSums = (): LossSums => ({
  rows: 0,
  loss: 0,
  slope: 0,
  curvature: 0,
  slopeAtZero: 0,
  slopeAtInfinity: 0,
});

export function meanOf({ rows, ...sums }: LossSums): LossAt {
  return {
    loss: sums.loss / rows,
    slope: sums.slope / rows,
    curvature: sums.curvature / rows,
    slopeAtZero: sums.slopeAtZero / rows,
    slopeAtInfinity: sums.slopeAtInfinity / rows,
  };
}
