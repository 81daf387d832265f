import { IGNORE_INDEX } from './ignoreIndex';
import type { NDArray } from './ndarray';
import type { NearbyLabels } from './types';

/** Whether an array can hold the labels of another: as many ids as that has rows, or as many numbers as it has. */
export function isLabelShape(labels: readonly number[], logits: readonly number[]): boolean {
  return logits.length > 1 && [logits.slice(0, -1).join(), logits.join()].includes(labels.join());
}

/** What the labels of logits of a shape are, by their values. */
export function labelsKind({ shape, data }: NDArray, logits: readonly number[]): NearbyLabels['kind'] {
  if (shape.length < logits.length) return 'class-ids';
  const classes = shape[shape.length - 1];
  let single = true;
  for (let from = 0; from < data.length; from += classes) {
    let set = 0;
    for (let i = from; i < from + classes; i++) {
      if (data[i] !== 0 && data[i] !== 1) return 'soft';
      set += data[i];
    }
    single &&= set === 1;
  }
  return single ? 'one-hot' : 'multi-hot';
}

/** Whether labels of a kind may as well be a mask, with a yes or no for each number: nobody is shown those without having chosen them. */
export const mayBeMask = (kind: NearbyLabels['kind'], logits: readonly number[]): boolean =>
  kind === 'multi-hot' && logits.length > 2;

/** What stands for a yes or no that nobody knows, among others of a row: NaN, −1 as in medical data, or the ignore index. */
export const isUnknownLabel = (x: number): boolean => Number.isNaN(x) || x === -1 || x === IGNORE_INDEX;

/**
 * Whether labels are a yes or no for each class, several of which a row may have: of rows that are known in part only each class
 * is one.
 */
export function isMultiHot({ shape, data }: NDArray, logits: readonly number[]): boolean {
  if (shape.join() !== logits.join()) return false;
  const classes = shape[shape.length - 1];
  let single = true;
  for (let from = 0; from < data.length; from += classes) {
    let [set, unknown] = [0, 0];
    for (let i = from; i < from + classes; i++) {
      if (isUnknownLabel(data[i])) unknown++;
      else if (data[i] !== 0 && data[i] !== 1) return false;
      else set += data[i];
    }
    single &&= unknown === classes || (unknown === 0 && set === 1);
  }
  return !single;
}
