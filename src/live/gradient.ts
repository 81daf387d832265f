import type { ViewSettings } from '../worker/protocol';

/** Classes of one row, with what is known of each. */
interface ListedClasses {
  classes: Int32Array;
  probabilities: Float64Array;
  logProbabilities: Float64Array;
}

/**
 * The gradient of one row's own loss with respect to the logits of the listed classes, before the temperature. With
 * weights w and smoothing ε the target is t_c = (1 − ε) w_label [c = label] + ε w_c / C, and the gradient
 * (p_c Σ t − t_c) / T. The part of the label is taken as p − 1 = expm1(log p), which keeps the digits of a confident row.
 *
 * @param total all classes of the row, C
 */
export function gradientOfListed(
  { classes, probabilities, logProbabilities }: ListedClasses,
  label: number,
  { temperature, labelSmoothing = 0, classWeights }: ViewSettings,
  total: number,
): Float64Array {
  const share = labelSmoothing / total;
  const own = (1 - labelSmoothing) * (classWeights?.[label] ?? 1);
  const spread = classWeights
    ? share * classWeights.reduce((sum, weight) => sum + weight, 0)
    : labelSmoothing;
  return Float64Array.from(classes, (c, i) => {
    const ofLabel = c === label ? Math.expm1(logProbabilities[i]) : probabilities[i];
    const ofSpread = spread * probabilities[i] - share * (classWeights?.[c] ?? 1);
    return (own * ofLabel + ofSpread) / temperature;
  });
}
