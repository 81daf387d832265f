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

/** Whether labels are a yes or no for each class, several of which a row may have. */
export function isMultiHot(labels: NDArray, logits: readonly number[]): boolean {
  return labels.shape.join() === logits.join() && labelsKind(labels, logits) === 'multi-hot';
}
