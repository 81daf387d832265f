import type { FoundArray } from './types';

/** Whether each example has one score, a yes or no, and no axis of classes: of shape N or N×1. */
export function isSingleScore({ reading: { kind }, shape }: Pick<FoundArray, 'reading' | 'shape'>): boolean {
  return (
    (kind === 'binary-logits' || kind === 'sigmoid-scores') &&
    (shape.length === 1 || shape[shape.length - 1] === 1)
  );
}
