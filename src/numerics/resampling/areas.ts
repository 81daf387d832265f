/** Marked rows by their rising rank, each with the ranks from and to which rows are as high. */
export interface Marked {
  place: Int32Array;
  tieFrom: Int32Array;
  tieTo: Int32Array;
}

export interface Areas {
  /** Over pairs of a marked row and one that is not: 1 where the second is higher, ½ where it is as high. */
  area: number;
  /** Over k: the share of marked rows among the k highest; those among equally high ones count as spread evenly. */
  risk: number;
  /** How many rows are marked. */
  marked: number;
}

/**
 * From the highest row to the lowest. A marked row at place p is one of the k highest for all k ≥ p, and adds
 * 1/p + … + 1/n to the risk.
 *
 * @param before rows before each rank, and behind the last, counted as their weights say
 * @param harmonic 1/1 + … + 1/k for every k up to two more than there are rows
 */
export function areasOf(
  { place, tieFrom, tieTo }: Marked,
  weight: Uint8Array,
  before: Int32Array,
  harmonic: Float64Array,
): Areas {
  const n = before[weight.length];
  let above = 0;
  let area = 0;
  let risk = 0;
  for (let at = place.length - 1; at >= 0;) {
    const from = tieFrom[at];
    const to = tieTo[at];
    const tied = (before[to] - before[from]) | 0;
    const higher = (n - before[to]) | 0;
    if (to - from === 1) {
      area += tied * (higher - above);
      risk += tailsOfOne(harmonic, higher, tied, n);
      above = (above + tied) | 0;
      at--;
      continue;
    }
    let marked = 0;
    for (; at >= 0 && place[at] >= from; at--) marked += weight[place[at]];
    if (marked === 0) continue;
    area += marked * (higher - above + (tied - marked) / 2);
    risk += (marked / tied) * (tied * harmonic[n] - between(harmonic, higher, higher + tied));
    above += marked;
  }
  return { area, risk, marked: above };
}

/**
 * Σ over the places p after `higher` that one row stands at, `times` of them, of 1/p + … + 1/n. Most rows are as high as no
 * other, and how often one was drawn cannot be foreseen: it decides no branch here.
 */
function tailsOfOne(harmonic: Float64Array, higher: number, times: number, n: number): number {
  const sum =
    times * harmonic[n] -
    AT_LEAST[0][times] * harmonic[higher] -
    AT_LEAST[1][times] * harmonic[higher + 1] -
    AT_LEAST[2][times] * harmonic[higher + 2];
  return times > 3 ? sum - between(harmonic, higher + 3, higher + times) : sum;
}

/** 1 where a count is at least 1, 2, 3. */
const AT_LEAST = [1, 2, 3].map((least) =>
  Float64Array.from({ length: 256 }, (_, count) => Number(count >= least)),
);

/** Σ of the harmonic numbers from one place to before another. */
function between(harmonic: Float64Array, from: number, to: number): number {
  // Of all below k it is k (H(k) − 1).
  if (to - from > 8) return to * (harmonic[to] - 1) - from * (harmonic[from] - 1);
  let sum = 0;
  for (let k = from; k < to; k++) sum += harmonic[k];
  return sum;
}

/** 1/1 + … + 1/k for so many k, from 0 on. */
export function harmonicNumbers(count: number): Float64Array {
  const upTo = new Float64Array(count);
  let sum = 0;
  let lost = 0;
  for (let k = 1; k < count; k++) {
    // Kahan's sum: as exact as one number is.
    const term = 1 / k - lost;
    const next = sum + term;
    lost = next - sum - term;
    upTo[k] = sum = next;
  }
  return upTo;
}

/** Harmonic numbers for so many rows: a resample has a few more than there are, the next one a few more than that. */
export const harmonicsFor = (rows: number) => Math.ceil(rows * 1.05) + 64;
