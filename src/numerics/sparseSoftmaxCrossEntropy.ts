import type { NDArray } from '../ndarray';
import { shapeText } from '../ndarray';
import { checkCrossEntropyOptions } from './checks';
import { crossEntropy } from './crossEntropy';
import { layoutOf } from './layout';
import type { CrossEntropyOptions, CrossEntropyResult } from './types';

/**
 * Softmax cross-entropy with class ids: lse(x/T) − x_label/T per row, in nats.
 * `classIds` has the logits' shape without the class axis. Options and reductions are those of
 * `torch.nn.functional.cross_entropy`: with weights the mean is Σ w l / Σ w over the rows that are not ignored.
 *
 * @throws when a class id is no integer of [0, C) and not `ignoreIndex`: the error names row, value and range
 */
export function sparseSoftmaxCrossEntropy(
  logits: NDArray,
  classIds: NDArray,
  options: CrossEntropyOptions = {},
): CrossEntropyResult {
  const layout = layoutOf(logits, options.axis);
  const { n, rows, rowShape } = layout;
  checkCrossEntropyOptions(options, n);
  const { ignoreIndex = -100, labelSmoothing = 0, classWeights } = options;
  if (classIds.shape.length !== rowShape.length || classIds.shape.some((size, i) => size !== rowShape[i])) {
    throw new Error(
      `classIds: expected shape ${shapeText(rowShape)}, that of the logits without the class axis, ` +
        `got ${shapeText(classIds.shape)}`,
    );
  }
  const ids = classIds.data;
  let denominator = 0;
  for (let row = 0; row < rows; row++) {
    const id = ids[row];
    if (id === ignoreIndex) continue;
    if (!Number.isInteger(id) || id < 0 || id >= n) {
      throw new Error(
        `classIds: row ${row} has ${id}, expected an integer from 0 to ${n - 1} or ${ignoreIndex} to ignore`,
      );
    }
    denominator += classWeights ? classWeights[id] : 1;
  }
  const weightSum = classWeights ? classWeights.reduce((sum, weight) => sum + weight, 0) : n;
  const share = labelSmoothing / n;
  return crossEntropy(logits, layout, options, {
    denominator,
    flags: [],
    fill(row, target) {
      const id = ids[row];
      if (id === ignoreIndex) return undefined;
      if (classWeights) for (let c = 0; c < n; c++) target[c] = share * classWeights[c];
      else target.fill(share);
      const own = (1 - labelSmoothing) * (classWeights ? classWeights[id] : 1);
      target[id] += own;
      return own + share * weightSum;
    },
  });
}
