import type { Detect, FoundArray } from './types';

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
