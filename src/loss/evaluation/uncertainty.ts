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
  const most = 1 - 1 / classes;
  const rho = far > 1e-12 ? (cubes - squares * squares) / far : 1 / classes;
  const linear = (4 * rho) / n;
  const constant = (2 * (squares - 2 * cubes + squares * squares)) / (n * n);
  // (θ̂ − Σ o (1 − o)/n − θ)² = 1.96² (linear · θ + constant), solved for θ.
  const middle = far - (1 - squares) / n;
  const shift = (Z95 * Z95 * linear) / 2;
  const half = Math.sqrt(Math.max(0, shift * shift + Z95 * Z95 * (linear * middle + constant)));
  const ends = [middle + shift + half, middle + shift - half].map((theta) => Math.max(0, theta));
  return [Math.max(0, most - ends[0]), most - ends[1]];
}

function ofTwo(first: number, second: number): [low: number, high: number] {
  const shares = wilson(second, first + second);
  const [low, high] = shares.map((o) => 2 * o * (1 - o)).sort((a, b) => a - b);
  return [low, shares[0] <= 0.5 && shares[1] >= 0.5 ? 0.5 : high];
}
