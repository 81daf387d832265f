import { Z95 } from './normal';
import { wilson } from './wilson';

/**
 * The 95 % interval of Σ o (1 − o) over the shares o of the classes. Of two classes it is what Wilson's interval of o comes
 * to; of more it is made as his is: of the values that the rows' own one lies within 1.96 deviations of, each with the
 * deviation that it would have. How far the sum lies below its largest value, θ = Σ (o − 1/K)², is estimated too large by
 * Σ o (1 − o)/n on average, and varies by 4ρθ/n + 2 tr(Σ²)/n², where ρθ = Σ o³ − (Σ o²)² and Σ is the covariance of one
 * row's class. The first part vanishes where classes are equally frequent: there resamples and the delta method fail.
 *
 * @param support rows of each class
 */
export function uncertaintyInterval(support: ArrayLike<number>): [low: number, high: number] {
  const classes = support.length;
  if (classes === 2) return ofTwo(support[0], support[1]);
  let n = 0;
  for (let c = 0; c < classes; c++) n += support[c];
  let [far, squares, cubes] = [0, 0, 0];
  for (let c = 0; c < classes; c++) {
    const o = support[c] / n;
    far += (o - 1 / classes) ** 2;
    squares += o * o;
    cubes += o ** 3;
  }
  if (squares === 1) return ofOne(n, classes);
  const most = 1 - 1 / classes;
  const rho = far > 1e-12 ? (cubes - squares * squares) / far : 1 / classes;
  const linear = (4 * rho) / n;
  const constant = (2 * (squares - 2 * cubes + squares * squares)) / (n * n);
  // (θ̂ − Σ o (1 − o)/n − θ)² = 1.96² (linear · θ + constant), solved for θ.
  const middle = far - (1 - squares) / n;
  const shift = (Z95 * Z95 * linear) / 2;
  const half = Math.sqrt(Math.max(0, shift * shift + Z95 * Z95 * (linear * middle + constant)));
  // Rows that were chosen to be as many of each class lie below what chance makes of such classes: no θ would give them.
  const byChance = (1 - squares) / n + Z95 * Math.sqrt(constant);
  const highest = Math.max(middle + shift + half, byChance, far);
  const lowest = Math.max(0, Math.min(middle + shift - half, far));
  return [Math.max(0, most - highest), most - lowest];
}

/** All rows are of one class: by Wilson so many of others may be that were not drawn, as frequent as each other at most. */
function ofOne(n: number, classes: number): [low: number, high: number] {
  const [share] = wilson(n, n);
  return [0, 1 - share ** 2 - (1 - share) ** 2 / (classes - 1)];
}

function ofTwo(first: number, second: number): [low: number, high: number] {
  const shares = wilson(second, first + second);
  const [low, high] = shares.map((o) => 2 * o * (1 - o)).sort((a, b) => a - b);
  return [low, shares[0] <= 0.5 && shares[1] >= 0.5 ? 0.5 : high];
}
