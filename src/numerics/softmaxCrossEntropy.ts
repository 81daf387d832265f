import type { NDArray } from '../arrays/ndarray';
import { broadcast, broadcastShape } from './broadcast';
import { checkCrossEntropyOptions } from './checks';
import { crossEntropySteps } from './crossEntropy';
import { layoutOf } from './layout';
import { finish, type Steps } from './steps';
import type { CrossEntropyOptions, CrossEntropyResult, RowFlag } from './types';

/**
 * Softmax cross-entropy with labels that are probabilities, fused: Σ y_c (lse(x/T) − x_c/T) per row, in nats.
 * Logits and labels are broadcast against each other like NumPy; `perExample` has that shape without the class axis.
 *
 * A label of 0 on a logit of −∞ adds 0; a label above 0 there gives +∞. Rows of labels that do not sum to 1 are computed
 * as defined, and flagged. Class weights multiply the labels; a mean divides by the number of rows, as PyTorch does for
 * probability targets (its issue 61309). Smoothing makes the labels (1 − ε) y + ε/C. `ignoreIndex` is not looked at.
 *
 * The gradient is with respect to the logits before the temperature. For 'mean' and 'sum' it is that of `reduced`:
 * (softmax · Σt − t)/T with t the weighted, smoothed labels, for a mean divided by the number of rows (Source: PyTorch).
 * For 'none' without weights it is what TensorFlow returns, (softmax − t)/T; the same wherever labels sum to 1.
 *
 * @throws when the shapes do not broadcast, there are no classes, or an option is out of range
 */
export function softmaxCrossEntropy(
  logits: NDArray,
  labels: NDArray,
  options: CrossEntropyOptions = {},
): CrossEntropyResult {
  return finish(softmaxCrossEntropySteps(logits, labels, options));
}

/** `softmaxCrossEntropy`, chunk by chunk. */
export function softmaxCrossEntropySteps(
  logits: NDArray,
  labels: NDArray,
  options: CrossEntropyOptions = {},
): Steps<CrossEntropyResult> {
  const shape = broadcastShape(logits.shape, labels.shape);
  const x = broadcast(logits, shape);
  const y = broadcast(labels, shape).data;
  const layout = layoutOf(x, options.axis);
  const { n, inner } = layout;
  checkCrossEntropyOptions(options, n);
  const { labelSmoothing = 0, classWeights, reduction = 'mean' } = options;
  const tolerance = labels.dtype === 'float32' ? 1e-5 : 1e-9;
  const likeTensorFlow = reduction === 'none' && !classWeights;
  const flags: RowFlag[] = [];
  return crossEntropySteps(x, layout, options, {
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
      return likeTensorFlow ? 1 : mass;
    },
  });
}
