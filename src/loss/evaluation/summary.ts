import type { EvaluatedRows } from './evaluatedRows';
import type { ConfusionSummary, LossSummary, RiskPoint, RiskSummary } from './types';
import type { RankedRows } from './rankedRows';
import { nthSmallest } from './select';
import { proportion } from './wilson';

/** Points of the curve: more than a small chart has pixels for. */
const POINTS = 100;
const ROUND_ERRORS = [0.2, 0.1, 0.05, 0.02, 0.01];

/** The error of the surest share of the rows, by share. */
export function riskOf({ right }: RankedRows): RiskSummary {
  const n = right.length;
  let wrong = 0;
  const errors = new Int32Array(n);
  for (let i = 0; i < n; i++) errors[i] = wrong += 1 - right[n - 1 - i];
  const points = Array.from({ length: POINTS }, (_, i) => {
    const rows = Math.max(1, Math.round(((i + 1) * n) / POINTS));
    return [rows, errors[rows - 1]] as const;
  });
  const error = roundErrorBelow(errors[n - 1] / n);
  let rows = n;
  while (error !== undefined && rows > 0 && errors[rows - 1] / rows > error) rows--;
  return riskOfSums({ n, wrong, points, answerable: rows });
}

const roundErrorBelow = (overall: number) => ROUND_ERRORS.find((one) => one < overall);

/** What the curve is made of: how many of so many surest rows are wrong, and the most rows within the round error. */
interface RiskSums {
  n: number;
  wrong: number;
  points: readonly (readonly [rows: number, errors: number])[];
  answerable: number;
}

export function riskOfSums({ n, wrong, points, answerable }: RiskSums): RiskSummary {
  const overall = wrong / n;
  const error = roundErrorBelow(overall);
  return {
    points: points.map(([rows, errors]): RiskPoint => {
      const { value, interval } = proportion(errors, rows)!;
      return { share: rows / n, error: value, low: interval[0], high: interval[1] };
    }),
    overall,
    ...(error !== undefined && { answerable: { error, share: answerable / n } }),
  };
}

export const LOSS_BINS = 28;

/** Where bins of losses begin and how wide they are, in decimal logarithms. */
export function lossAxis(largest: number): Pick<LossSummary, 'from' | 'width'> {
  const from = Math.log10(1e-4);
  return { from, width: (Math.log10(Math.max(1, largest)) - from) / LOSS_BINS };
}

/** The axis of the rows' losses, and the bin of a loss on it. */
export function lossBinsOf({ loss }: Pick<EvaluatedRows, 'loss'>): ReturnType<typeof lossAxis> & {
  binOf(loss: number): number;
} {
  let largest = 0;
  for (const one of loss) if (one > largest && Number.isFinite(one)) largest = one;
  const { from, width } = lossAxis(largest);
  const least = 10 ** from;
  return {
    from,
    width,
    binOf(one) {
      const at = Math.floor((Math.log10(Math.max(one, least)) - from) / width);
      return Math.min(LOSS_BINS - 1, Math.max(0, at));
    },
  };
}

/**
 * Counts of right and wrong rows by loss, in bins of equal width on a logarithmic axis; and what the heaviest rows carry.
 *
 * @param all the rows that the axis is of
 */
export function lossesOf(
  { label, top, loss }: EvaluatedRows,
  all: Pick<EvaluatedRows, 'loss'> = { loss },
): LossSummary {
  const { from, width, binOf } = lossBinsOf(all);
  const right = new Array<number>(LOSS_BINS).fill(0);
  const wrong = new Array<number>(LOSS_BINS).fill(0);
  let sum = 0;
  for (let row = 0; row < loss.length; row++) {
    sum += loss[row];
    (top[row] === label[row] ? right : wrong)[binOf(loss[row])]++;
  }
  const heaviest = sumOfLargest(loss, Math.ceil(loss.length * 0.05));
  return { from, width, right, wrong, heaviest: heaviest / sum };
}

function sumOfLargest(values: Float64Array, count: number): number {
  const limit = nthSmallest(values, values.length - count);
  let above = 0;
  let sum = 0;
  for (const value of values) {
    if (value <= limit) continue;
    above++;
    sum += value;
  }
  // 0 · ∞ is no number.
  return above === count ? sum : sum + (count - above) * limit;
}

/** Places of the rows of the highest loss, the highest first. */
export function worstPlaces({ loss }: EvaluatedRows, count: number): number[] {
  // A threshold first: sorting a million places for twenty is not needed.
  const limit = nthSmallest(loss, Math.max(0, loss.length - count));
  const places: number[] = [];
  for (let at = 0; at < loss.length; at++) if (loss[at] >= limit) places.push(at);
  return places.sort((a, b) => loss[b] - loss[a] || a - b).slice(0, count);
}

/** Classes of a matrix that is drawn; of more, those of the largest confusions. */
const DRAWN_CLASSES = 12;
const LISTED_PAIRS = 10;

/** Of so many classes every pair has a number of its own: a look-up for each row would take ten times as long. */
const COUNTED_CLASSES = 256;

/** What is taken for what: the largest confusions, and the matrix of their classes, ordered so that they are neighbours. */
export function confusionOf({ label, top, classes }: EvaluatedRows): ConfusionSummary {
  const counts = new Map<number, number>();
  const few = new Int32Array(classes <= COUNTED_CLASSES ? classes * classes : 0);
  const support = new Int32Array(classes);
  let errors = 0;
  for (let row = 0; row < label.length; row++) {
    support[label[row]]++;
    const pair = label[row] * classes + top[row];
    // Pairs stand in the order in which they are met first.
    if (few.length === 0 || few[pair]++ === 0) counts.set(pair, (counts.get(pair) ?? 0) + 1);
    if (top[row] !== label[row]) errors++;
  }
  if (few.length > 0) for (const pair of counts.keys()) counts.set(pair, few[pair]);
  return confusionOfCounts({ classes, counts, support, errors });
}

/** What a matrix is made of: rows by label × classes + prediction, and by label. */
interface ConfusionCounts {
  classes: number;
  counts: ReadonlyMap<number, number>;
  support: ArrayLike<number>;
  errors: number;
}

export function confusionOfCounts({ classes, counts, support, errors }: ConfusionCounts): ConfusionSummary {
  const confused = [...counts]
    .map(([pair, rows]) => ({ label: Math.floor(pair / classes), predicted: pair % classes, rows }))
    .filter((pair) => pair.label !== pair.predicted)
    .sort((a, b) => b.rows - a.rows || a.label - b.label);
  const shown: number[] = [];
  const show = (id: number) => {
    if (shown.length < DRAWN_CLASSES && !shown.includes(id)) shown.push(id);
  };
  if (classes <= DRAWN_CLASSES) for (let id = 0; id < classes; id++) show(id);
  else for (const pair of confused) [pair.label, pair.predicted].forEach(show);
  const between = (a: number, b: number) =>
    (counts.get(a * classes + b) ?? 0) + (counts.get(b * classes + a) ?? 0);
  const order = neighbours(shown, between);
  return {
    classes: order,
    counts: order.map((one) => order.map((other) => counts.get(one * classes + other) ?? 0)),
    support: order.map((id) => support[id]),
    pairs: confused
      .slice(0, LISTED_PAIRS)
      .map((pair) => ({ ...pair, share: proportion(pair.rows, support[pair.label])! })),
    errors,
  };
}

/** Greedily: the pair that is confused most, then at either end whoever is confused most with it. */
function neighbours(ids: readonly number[], between: (a: number, b: number) => number): number[] {
  const left = new Set(ids);
  const chain: number[] = [];
  const take = (id: number, atStart: boolean) => {
    left.delete(id);
    if (atStart) chain.unshift(id);
    else chain.push(id);
  };
  let best = { a: ids[0], b: ids[1], rows: -1 };
  for (const a of ids)
    for (const b of ids) if (a < b && between(a, b) > best.rows) best = { a, b, rows: between(a, b) };
  if (ids.length < 2) return [...ids];
  take(best.a, false);
  take(best.b, false);
  while (left.size > 0) {
    let next = { id: -1, rows: -1, atStart: false };
    for (const id of left) {
      const [first, last] = [between(id, chain[0]), between(id, chain[chain.length - 1])];
      if (first > next.rows) next = { id, rows: first, atStart: true };
      if (last > next.rows) next = { id, rows: last, atStart: false };
    }
    take(next.id, next.atStart);
  }
  return chain;
}
