import { minimise } from './newton';

/**
 * Platt's scaling (1999): p = 1/(1 + exp(−(slope · score + bias))) of least cross-entropy, against targets drawn in from 0
 * and 1 by how few rows there are: (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2).
 *
 * @param near a fit to nearly the same rows, from which fewer steps lead to theirs
 */
export function fitPlatt(
  score: Float64Array,
  isPositive: (row: number) => boolean,
  near = { slope: 1, bias: 0 },
): { slope: number; bias: number } {
  let positives = 0;
  for (let row = 0; row < score.length; row++) if (isPositive(row)) positives++;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (score.length - positives + 2);
  const n = score.length;
  const lossAt = (point: Float64Array) => {
    let value = 0;
    const gradient = new Float64Array(2);
    const hessian = new Float64Array(4);
    for (let row = 0; row < n; row++) {
      const x = score[row];
      const z = point[0] * x + point[1];
      const target = isPositive(row) ? high : low;
      const e = Math.exp(-Math.abs(z));
      // log(1 + e^z) − target · z, without overflow.
      value += Math.max(z, 0) + Math.log1p(e) - target * z;
      const p = (z > 0 ? 1 : e) / (1 + e);
      const d = p - target;
      const w = p * (1 - p);
      gradient[0] += d * x;
      gradient[1] += d;
      hessian[0] += w * x * x;
      hessian[1] += w * x;
      hessian[3] += w;
    }
    hessian[2] = hessian[1];
    return { value: value / n, gradient: gradient.map((g) => g / n), hessian: hessian.map((h) => h / n) };
  };
  const { point } = minimise(Float64Array.of(near.slope, near.bias), lossAt, new Float64Array(2));
  return { slope: point[0], bias: point[1] };
}
