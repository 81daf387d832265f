import { CompensatedSum } from '../numerics';

/**
 * Sigmoid (multi-label) cross-entropy of one row: each class is its own yes or no, z_c ∈ [0, 1] its label,
 * mean over classes of max(x, 0) − x·z + log1p(e^−|x|), in nats. The mean over rows is then
 * `torch.nn.functional.binary_cross_entropy_with_logits` with reduction "mean"; TensorFlow's
 * `sigmoid_cross_entropy_with_logits` gives the terms. A mask (−∞) with label 0 adds 0, with a label above 0 +∞.
 */
export function sigmoidCrossEntropy(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  temperature = 1,
  weights?: ArrayLike<number>,
): number {
  const classes = logits.length;
  const sum = new CompensatedSum();
  for (let c = 0; c < classes; c++) {
    const x = logits[c] / temperature;
    const z = labels[c];
    let term = Math.log1p(Math.exp(-Math.abs(x)));
    // Products with a label of 0 or 1 stand for nothing: 0 · ∞ is 0 here.
    if (x > 0) term += z === 1 ? 0 : x * (1 - z);
    else if (x < 0) term += z === 0 ? 0 : -x * z;
    else term += x;
    sum.add(weights ? term * weights[c] : term);
  }
  return sum.value / classes;
}
