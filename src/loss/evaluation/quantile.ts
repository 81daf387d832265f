/** The quantile of sorted values by linear interpolation, as NumPy's default has it. */
export function quantile(sorted: Float64Array, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const share = at - low;
  return share === 0 ? sorted[low] : sorted[low] + (sorted[low + 1] - sorted[low]) * share;
}
