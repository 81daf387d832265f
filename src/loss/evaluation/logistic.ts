/** Rows whose probabilities are computed at once: they stay in the processor's nearest cache. */
export const BLOCK = 128;

/** Beyond, exp(z) counts alone; two of its square still fit a double. */
const STEEP = 300;
/** A product is turned into its logarithm before the next factor may be too much. */
const FULL = 1e150;

/**
 * The second of two classes' probability 1/(1 + exp(−z)) in a block of rows, in place of z, and p (1 − p) beside it. No branch hangs on a
 * row's side: which one it lies on cannot be foreseen, and a wrong guess would cost more than the exponential.
 *
 * @returns Σ log(1 + exp(z)), as the logarithm of products
 */
export function sigmoids(z: Float64Array, variance: Float64Array, count: number): number {
  let total = 0;
  let product = 1;
  for (let r = 0; r < count; r++) {
    const x = z[r];
    if (x > STEEP) {
      total += x;
      z[r] = 1;
      variance[r] = 0;
      continue;
    }
    const e = Math.exp(x);
    const inverse = 1 / (1 + e);
    const p = e * inverse;
    z[r] = p;
    variance[r] = p * inverse;
    product *= 1 + e;
    if (product > FULL) {
      total += Math.log(product);
      product = 1;
    }
  }
  return total + Math.log(product);
}
