import { describe } from '../arrays/ndarray';
import type { CrossEntropyOptions } from './types';

/** Returns the temperature, 1 when absent; throws unless finite and above 0. */
export function checkTemperature(temperature: number = 1): number {
  if (typeof temperature !== 'number' || !(temperature > 0) || temperature === Infinity) {
    throw new Error(`temperature: expected a finite number above 0, got ${describe(temperature)}`);
  }
  return temperature;
}

/** Throws unless the options that both cross-entropies share are as PyTorch wants them; `n` is the number of classes. */
export function checkCrossEntropyOptions(options: CrossEntropyOptions, n: number): void {
  const { reduction = 'mean', labelSmoothing = 0, classWeights } = options;
  if (n === 0) throw new Error('logits: expected at least one class, got an axis of size 0');
  if (reduction !== 'none' && reduction !== 'mean' && reduction !== 'sum') {
    throw new Error(`reduction: expected 'none', 'mean' or 'sum', got ${describe(reduction)}`);
  }
  if (typeof labelSmoothing !== 'number' || !(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new Error(`labelSmoothing: expected a number from 0 to 1, got ${describe(labelSmoothing)}`);
  }
  if (classWeights === undefined) return;
  if (!Array.isArray(classWeights) && !ArrayBuffer.isView(classWeights)) {
    throw new Error(`classWeights: expected a list of ${n} numbers, got ${describe(classWeights)}`);
  }
  if (classWeights.length !== n) {
    throw new Error(`classWeights: expected one for each of the ${n} classes, got ${classWeights.length}`);
  }
  classWeights.forEach((weight, c) => {
    if (typeof weight !== 'number' || !(weight >= 0 && weight < Infinity)) {
      throw new Error(`classWeights[${c}]: expected a finite number of at least 0, got ${describe(weight)}`);
    }
  });
}
