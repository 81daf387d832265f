import * as l10n from '@vscode/l10n';
import type { NDArray } from '../arrays/ndarray';
import { broadcast, broadcastShape, sumOverBroadcast } from './broadcast';
import { CompensatedSum } from './compensatedSum';
import { crossEntropySteps, type ResolvedOptions, type Target } from './crossEntropy';
import { type Layout, layoutWithClasses } from './layout';
import { CROSS_ENTROPY_OPTIONS, resolveOptions } from './options';
import { finish, type Steps } from './steps';
import type { CrossEntropyOptions, CrossEntropyResult, RowFlag } from './types';
import { zeros } from './zeros';

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
 * It has the shape of the logits as given: where they were broadcast, it is summed over what came from one logit.
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
export function* softmaxCrossEntropySteps(
  logits: NDArray,
  labels: NDArray,
  given: CrossEntropyOptions = {},
): Steps<CrossEntropyResult> {
  const shape = broadcastShape(logits.shape, labels.shape);
  const x = broadcast(logits, shape);
  const options = resolveOptions(CROSS_ENTROPY_OPTIONS, given, shape);
  const layout = layoutWithClasses(x, options.axis);
  const target = targetOf(broadcast(labels, shape).data, layout, options, labels.dtype);
  if (!options.gradient || x === logits) {
    const gradient = options.gradient ? zeros(logits.dtype, shape) : undefined;
    return yield* crossEntropySteps(x, layout, options, target, gradient);
  }
  const spread = zeros('float64', shape);
  const result = yield* crossEntropySteps(x, layout, options, target, spread);
  return { ...result, gradient: sumOverBroadcast(spread, logits.shape, logits.dtype) };
}

/** Labels, of the logits' shape, as weighted and smoothed targets. */
function targetOf(
  labels: NDArray['data'],
  { n, inner, rows }: Layout,
  { labelSmoothing, classWeights, reduction }: ResolvedOptions,
  dtype: NDArray['dtype'],
): Target {
  const tolerance = dtype === 'float32' ? 1e-5 : 1e-9;
  const likeTensorFlow = reduction === 'none' && !classWeights;
  const flags: RowFlag[] = [];
  // Most rows that miss 1 miss it alike, and to word a sentence takes longer than all else here.
  const said = new Map<number, string>();
  return {
    denominator: rows,
    flags,
    fill(row, target) {
      const start = Math.floor(row / inner) * n * inner + (row % inner);
      // Σ labels − 1, begun with the 1: what is missing to it keeps its digits.
      const beyondOne = new CompensatedSum();
      beyondOne.add(-1);
      let negative = false;
      for (let c = 0, at = start; c < n; c++, at += inner) {
        const label = labels[at];
        beyondOne.add(label);
        if (label < 0) negative = true;
        const smooth = labelSmoothing === 0 ? label : (1 - labelSmoothing) * label + labelSmoothing / n;
        target[c] = classWeights ? smooth * classWeights[c] : smooth;
      }
      const off = beyondOne.value;
      if (negative || !(Math.abs(off) <= tolerance)) {
        const key = negative ? -Infinity : off;
        const message = said.get(key) ?? saidOf(key);
        said.set(key, message);
        flags.push({ row, reason: 'label-distribution', message });
      }
      return likeTensorFlow ? -(1 - labelSmoothing) * off : 0;
    },
  };
}

/** What is said of a row whose labels sum to so much more than 1; −∞ where one of them is negative. */
const saidOf = (off: number): string =>
  off === -Infinity
    ? l10n.t('the labels contain a negative number')
    : l10n.t('the labels sum to {0}, not to 1', Number((1 + off).toPrecision(7)));
