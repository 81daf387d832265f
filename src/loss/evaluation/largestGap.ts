import type { ReliabilityFigures } from './types';
import { wilson } from './wilson';

/** How far the ends reach, in deviations: .015 of the lower ends of one bin lie too high, and .025 of the upper ones too low. */
const Z_LOW = 2.17009037758456;
const Z_HIGH = 1.959963984540054;

/**
 * The 95 % interval of the largest calibration error: from the largest that the gap of any bin is at least, to the largest
 * that it may be, by Wilson's intervals of the bins' accuracies. Resamples know nothing of how much chance adds to the largest of
 * several gaps. The lower ends' share was found by simulation: docs/file-speed.md has the figures.
 */
export function largestGapInterval(bins: readonly ReliabilityFigures[]): [low: number, high: number] {
  let [low, high] = [0, 0];
  for (const { count, accuracy, meanConfidence } of bins) {
    const hits = Math.round(accuracy.value * count);
    const [above, below] = wilson(hits, count, Z_LOW);
    low = Math.max(low, above - meanConfidence, meanConfidence - below);
    const [least, most] = wilson(hits, count, Z_HIGH);
    high = Math.max(high, most - meanConfidence, meanConfidence - least);
  }
  return [low, high];
}
