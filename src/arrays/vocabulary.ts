import type { FoundArray } from './types';

/** Fewer classes are no vocabulary. */
const LEAST_CLASSES = 1000;

/** Whether rows are as wide as a language model's vocabulary. */
export function isVocabulary(shape: readonly number[]): boolean {
  return (shape.at(-1) ?? 0) >= LEAST_CLASSES;
}

/** Such rows whose classes have no names. */
export function isUnnamed({ shape, classNames, entryNames }: FoundArray): boolean {
  return isVocabulary(shape) && !classNames && !entryNames;
}
