/** The two-sided 95 % quantile of the normal distribution. */
export const Z95 = 1.959963984540054;

/** How likely a normal variable is at most z: by the series Φ(z) = ½ + φ(z) (z + z³/3 + z⁵/15 + …), for |z| below 8. */
export function normalBelow(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + sum * density(z);
}

const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** The z that a normal variable is at most with a probability of 10⁻⁴ to 1 − 10⁻⁴: Newton's steps, each of which stays near. */
export function normalQuantile(p: number): number {
  let z = 0;
  for (let step = 0; step < 50; step++) {
    const change = (normalBelow(z) - p) / density(z);
    z -= Math.max(-1, Math.min(1, change));
    if (Math.abs(change) < 1e-15) break;
  }
  return z;
}
