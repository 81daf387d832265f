import type { LossTable } from './lossTable';
import type { ClassFigures } from './types';

/**
 * How each class fares as a label and as a prediction; classes that occur as neither are left out. Empty where rows
 * may have several classes: there a row is no class's own.
 */
export function perClass({ classes, label, top, loss, settings }: LossTable): ClassFigures[] {
  if (!label || !loss || settings.loss === 'sigmoid') return [];
  const support = new Int32Array(classes);
  const predicted = new Int32Array(classes);
  const right = new Int32Array(classes);
  const sum = new Float64Array(classes);
  for (let row = 0; row < label.length; row++) {
    const id = label[row];
    if (id < 0) continue;
    support[id]++;
    sum[id] += loss[row];
    if (top[row] >= 0) predicted[top[row]]++;
    if (top[row] === id) right[id]++;
  }
  return [...support.keys()]
    .filter((id) => support[id] > 0 || predicted[id] > 0)
    .map((id) => ({
      id,
      support: support[id],
      predicted: predicted[id],
      recall: right[id] / support[id],
      precision: right[id] / predicted[id],
      meanLoss: sum[id] / support[id],
    }));
}

/**
 * Weights n / (C · n_c) for classes that occur, as scikit-learn's "balanced" and Keras's examples have them; 0 for
 * classes that do not, whose loss is never asked for.
 */
export function balancedWeights(label: ArrayLike<number>, classes: number): number[] {
  const count = new Int32Array(classes);
  let n = 0;
  for (let row = 0; row < label.length; row++) {
    if (label[row] < 0) continue;
    count[label[row]]++;
    n++;
  }
  const present = count.reduce((sum, c) => sum + Number(c > 0), 0);
  return Array.from(count, (c) => (c === 0 ? 0 : n / (present * c)));
}
