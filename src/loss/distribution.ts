import * as l10n from '@vscode/l10n';
import { ndarray, type NDArray } from '../arrays/ndarray';
import type { ReadingKind } from '../arrays/types';
import { softmax } from '../numerics';

/**
 * Numbers whose softmax is the distribution that values stand for. Probabilities are their own logits through the
 * logarithm: softmax(log p) = p. Log-probabilities and logits are so already, and are not copied. Of a sigmoid's scores
 * they are what the sigmoid was taken of: log p − log(1 − p).
 */
export function logitsOf(
  values: Float32Array | Float64Array,
  reading: ReadingKind,
): Float32Array | Float64Array {
  if (reading !== 'probabilities' && reading !== 'sigmoid-scores') return values;
  // A loop: `from` with a function takes each number through an iterator.
  const logits = new Float64Array(values.length);
  if (reading === 'probabilities') for (let i = 0; i < logits.length; i++) logits[i] = Math.log(values[i]);
  else for (let i = 0; i < logits.length; i++) logits[i] = Math.log(values[i]) - Math.log1p(-values[i]);
  return logits;
}

/**
 * The probabilities that an array stands for under its reading, in its own shape: the softmax of logits alone, the
 * exponential of log-probabilities, the sigmoid of binary logits; what is a probability already stays as it is. So a row
 * that holds only its largest probabilities keeps them, where a softmax would raise them to sum to 1.
 *
 * @param temperature divides the logits, and so sharpens or flattens any of them
 * @throws where the values stand for no probability: class ids
 */
export function probabilitiesOf(
  array: NDArray,
  reading: ReadingKind,
  { axis = -1, temperature = 1 }: { axis?: number; temperature?: number } = {},
): NDArray {
  const { data, shape } = array;
  switch (reading) {
    case 'logits':
    case 'other':
      return softmax(array, { axis, temperature });
    case 'log-probabilities':
      if (temperature !== 1) return softmax(array, { axis, temperature });
      return ndarray(Float64Array.from(data, Math.exp), shape);
    case 'probabilities':
    case 'one-hot':
      if (temperature === 1) return array;
      return softmax(ndarray(Float64Array.from(data, Math.log), shape), { axis, temperature });
    case 'binary-logits':
      return ndarray(
        Float64Array.from(data, (x) => sigmoid(x / temperature)),
        shape,
      );
    case 'sigmoid-scores':
      if (temperature === 1) return array;
      return ndarray(
        Float64Array.from(data, (p) => sigmoid(Math.log(p / (1 - p)) / temperature)),
        shape,
      );
    case 'class-labels':
      throw new Error(l10n.t('Class IDs have no probabilities. Expected logits.'));
  }
}

/** 1 / (1 + exp(−x)) without overflow, and with all digits of what is next to 0. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}
