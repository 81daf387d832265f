/** The quantile of sorted values by linear interpolation, as NumPy's default has it. */
export function quantile(sorted: Float64Array, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const share = at - low;
  return share === 0 ? sorted[low] : sorted[low] + (sorted[low + 1] - sorted[low]) * share;
}

/**
 * The same of resamples: of B of them an interval between the k-th smallest and the k-th largest leaves 2k/(B + 1) out
 * (NumPy's "weibull").
 */
export function resampledQuantile(sorted: Float64Array, q: number): number {
  const { length } = sorted;
  const at = Math.min(length - 1, Math.max(0, (length + 1) * q - 1));
  return quantile(sorted, at / (length - 1));
}
