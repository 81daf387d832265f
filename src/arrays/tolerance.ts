/** Each value is off by half a unit of its last printed place at most, and so a row's sum by that many halves. */
export function rowSumTolerance(classes: number, decimals: number | undefined): number {
  return decimals === undefined
    ? 1e-3
    : Math.min(0.02, Math.max(2e-6, classes * 0.5 * 10 ** -decimals + 1e-9));
}
