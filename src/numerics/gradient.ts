import { CompensatedSum } from './compensatedSum';

/**
 * Turns the probabilities p of one row into the gradient of Σ t_c (−log p_c), over `divisor`, in place:
 * (mass · p_c − t_c)/divisor with mass = Σ t_c + excess.
 *
 * As written that cancels wherever one class has nearly all of both, which is what a confident right prediction is. It is
 * formed as p_c · (Σ_{j≠c} t_j + excess) − t_c · Σ_{j≠c} p_j instead, each sum made of the other classes alone, so that
 * the largest of what is left keeps its digits.
 *
 * @param t target weights, one a class
 * @param excess what the gradient's mass has beyond Σ t_c
 * @param tail Σ exp((x_j − max)/T) without the maximum's own 1
 */
export function toGradient(
  p: Float64Array,
  t: Float64Array,
  excess: number,
  tail: number,
  divisor: number,
): void {
  // A difference from the whole loses digits only at a class that has more than half of it.
  const largest = indexOfLargest(t);
  const rest = sumWithout(t, largest);
  const whole = rest + t[largest];
  for (let c = 0; c < p.length; c++) {
    const otherTargets = (c === largest ? rest : whole - t[c]) + excess;
    const others = p[c] > 0.5 ? tail / (1 + tail) : 1 - p[c];
    // Never −0.
    p[c] = (otherTargets * p[c] - t[c] * others) / divisor + 0;
  }
}

function indexOfLargest(values: Float64Array): number {
  let largest = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[largest]) largest = i;
  return largest;
}

function sumWithout(values: Float64Array, left: number): number {
  const sum = new CompensatedSum();
  for (let i = 0; i < values.length; i++) if (i !== left) sum.add(values[i]);
  return sum.value;
}
