/** What one row's exponentials are summed to. `tail` leaves out the one term that is exp(0) = 1. */
export interface RowSum {
  max: number;
  argmax: number;
  /** Σ exp((x_i − max)/T) without the maximum's own 1; NaN when the row has no softmax. */
  tail: number;
}

/**
 * Writes exp((x_i − max)/T) to `out` and returns the row's maximum and tail.
 * The rounding error of x_i − max is carried (TwoDiff) and the sum is compensated (TwoSum).
 * A row with a NaN or +∞, or of −∞ only, has tail NaN.
 */
export function shiftedExp(row: ArrayLike<number>, temperature: number, out: Float64Array): RowSum {
  const n = row.length;
  let max = -Infinity;
  let argmax = 0;
  let nan = false;
  for (let i = 0; i < n; i++) {
    const x = row[i];
    if (x > max) {
      max = x;
      argmax = i;
    } else if (x !== x) nan = true;
  }
  if (nan || max === Infinity || max === -Infinity) {
    out.fill(NaN, 0, n);
    return { max: nan ? NaN : max, argmax, tail: n === 0 ? -1 : NaN };
  }
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    if (i === argmax) {
      out[i] = 1;
      continue;
    }
    const x = row[i];
    if (x === -Infinity) {
      out[i] = 0;
      continue;
    }
    const high = x - max;
    const back = high - x;
    const low = x - (high - back) + (-max - back);
    const scaled = high / temperature;
    const e = Math.exp(scaled);
    const term = temperature === 1 ? e + e * low : e;
    out[i] = term;
    const next = sum + term;
    const part = next - sum;
    lost += sum - (next - part) + (term - part);
    sum = next;
  }
  return { max, argmax, tail: sum + lost };
}
