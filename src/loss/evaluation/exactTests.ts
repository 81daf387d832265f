/** Weights below this share of the largest do not change a sum of doubles. */
const NEGLIGIBLE = 1e-25;
/** Outcomes as probable as the one observed count, whatever their last digits: R's tolerance. */
const SAME = 1 + 1e-7;

/**
 * Fisher's exact test of a 2×2 table [[a, b], [c, d]], two-sided: the probability of all tables with these margins
 * that are no more probable than this one. By the ratios of neighbouring hypergeometric probabilities, outwards from
 * the largest, so that no logarithm of a factorial loses digits.
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const row = a + b;
  const column = a + c;
  const all = row + c + d;
  const low = Math.max(0, row + column - all);
  const high = Math.min(row, column);
  const mode = Math.min(high, Math.max(low, Math.floor(((row + 1) * (column + 1)) / (all + 2))));
  /** The probability of x + 1 in units of that of x. */
  const up = (x: number) => ((row - x) * (column - x)) / ((x + 1) * (all - row - column + x + 1));
  return tail({ low, high, mode, observed: a, up });
}

/** McNemar's exact test: of rows that changed, how improbable so uneven a split is, two-sided. */
export function mcNemarExact(b: number, c: number): number {
  const n = b + c;
  if (n === 0) return 1;
  const mode = Math.floor(n / 2);
  return tail({ low: 0, high: n, mode, observed: Math.min(b, c), up: (x) => (n - x) / (x + 1) });
}

interface Outcomes {
  low: number;
  high: number;
  /** The most probable one. */
  mode: number;
  observed: number;
  up(x: number): number;
}

/** The probability of all outcomes that are no more probable than the observed one. */
function tail({ low, high, mode, observed, up }: Outcomes): number {
  const weights: number[] = [1];
  let ofObserved = observed === mode ? 1 : 0;
  let weight = 1;
  for (let x = mode; x < high && weight > NEGLIGIBLE; x++) {
    weight *= up(x);
    weights.push(weight);
    if (x + 1 === observed) ofObserved = weight;
  }
  weight = 1;
  for (let x = mode; x > low && weight > NEGLIGIBLE; x--) {
    weight /= up(x - 1);
    weights.push(weight);
    if (x - 1 === observed) ofObserved = weight;
  }
  // The smallest first: nothing is lost beside larger ones.
  weights.sort((x, y) => x - y);
  let sum = 0;
  let extreme = 0;
  for (const one of weights) {
    sum += one;
    if (one <= ofObserved * SAME) extreme = sum;
  }
  return Math.min(1, extreme / sum);
}

/** Holm's step-down correction (1979): p-values of one family, in their order. */
export function holm(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort((i, j) => pValues[i] - pValues[j]);
  const adjusted = new Array<number>(pValues.length);
  let least = 0;
  order.forEach((at, rank) => {
    least = Math.max(least, Math.min(1, pValues[at] * (pValues.length - rank)));
    adjusted[at] = least;
  });
  return adjusted;
}
