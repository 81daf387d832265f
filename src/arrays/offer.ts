import type { Detect, FoundArray, ReadingKind } from './types';

/** From this confidence on, a name, a grad_fn or the code said what the array is; below it, the numbers did. */
const SAID = 0.8;
const LIKELY = 0.5;

/** Whether an output with this array gets a strip, under the setting `logitscope.detect`. */
export function isOffered(found: FoundArray, detect: Detect): boolean {
  const classes = found.shape[found.shape.length - 1];
  if (found.shape.length === 0 || classes === 1 || classes === 0) return false;
  if (found.array !== undefined && !found.array.data.some(Number.isFinite)) return false;
  if (detect === 'all') return true;
  return found.reading.kind === 'logits' && found.reading.confidence >= (detect === 'named' ? SAID : LIKELY);
}

const QUIET: readonly ReadingKind[] = [
  'probabilities',
  'log-probabilities',
  'sigmoid-scores',
  'binary-logits',
];

/**
 * Whether an output with this array gets a strip though it is no logits: what a classifier gives beside them, where its name
 * or the code says so. What merely looks so gets none.
 */
export function isQuietlyOffered({ array, name, shape, reading, classNames, labels }: FoundArray): boolean {
  if (!array || array.data.length < 2 || shape.length === 0 || shape.length > 2) return false;
  // Shares of named classes whose rows are labeled with them.
  const isLabeled =
    reading.kind === 'probabilities' && classNames !== undefined && labels?.kind === 'class-ids';
  if (!(reading.said || isLabeled) || reading.confidence < SAID || !QUIET.includes(reading.kind))
    return false;
  // Attention is a distribution over positions: no classes, and nobody is confident.
  return !/att(?:e)?n/i.test(name ?? '') && array.data.some(Number.isFinite);
}
