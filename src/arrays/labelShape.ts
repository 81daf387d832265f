import type { NearbyLabels } from './types';

/** Whether an array can hold the labels of another: as many ids as that has rows, or as many numbers as it has. */
export function isLabelShape(labels: readonly number[], logits: readonly number[]): boolean {
  return logits.length > 1 && [logits.slice(0, -1).join(), logits.join()].includes(labels.join());
}

/** What labels of one shape are to logits of another. */
export function labelsKind(labels: readonly number[], logits: readonly number[]): NearbyLabels['kind'] {
  return labels.length < logits.length ? 'class-ids' : 'soft';
}
