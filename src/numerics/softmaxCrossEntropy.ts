import type { NDArray } from '../ndarray';
import { broadcast, broadcastShape } from './broadcast';
import { checkCrossEntropyOptions } from './checks';
import { crossEntropy } from './crossEntropy';
import { layoutOf } from './layout';
import type { CrossEntropyOptions, CrossEntropyResult, RowFlag } from './types';

/**
 * Softmax cross-entropy with labels that are probabilities: Σ y (lse(x/T) − x/T) per row, in nats.
 * Logits and labels are broadcast against each other like NumPy. Class weights multiply the labels; a mean divides by
 * the number of rows, as PyTorch does for probability targets (its issue 61309).
 * Rows that do not sum to 1 are computed as defined, and flagged.
 */
export function softmaxCrossEntropy(
  logits: NDArray,
  labels: NDArray,
  options: CrossEntropyOptions = {},
): CrossEntropyResult {
  const shape = broadcastShape(logits.shape, labels.shape);
  const x = broadcast(logits, shape);
  const y = broadcast(labels, shape).data;
  const layout = layoutOf(x, options.axis);
  const { n, inner } = layout;
  checkCrossEntropyOptions(options, n);
  const { labelSmoothing = 0, classWeights } = options;
  const tolerance = labels.dtype === 'float32' ? 1e-5 : 1e-9;
  const flags: RowFlag[] = [];
  return crossEntropy(x, layout, options, {
    denominator: layout.rows,
    flags,
    fill(row, target) {
      const start = Math.floor(row / inner) * n * inner + (row % inner);
      let sum = 0;
      let mass = 0;
      let negative = false;
      for (let c = 0, at = start; c < n; c++, at += inner) {
        const label = y[at];
        sum += label;
        if (label < 0) negative = true;
        const smooth = labelSmoothing === 0 ? label : (1 - labelSmoothing) * label + labelSmoothing / n;
        target[c] = classWeights ? smooth * classWeights[c] : smooth;
        mass += target[c];
      }
      if (negative || !(Math.abs(sum - 1) <= tolerance)) {
        const found = negative ? 'hold a negative number' : `sum to ${Number(sum.toPrecision(7))}, not to 1`;
        flags.push({ row, reason: 'label-distribution', message: `the labels ${found}` });
      }
      return mass;
    },
  });
}
