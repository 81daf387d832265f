/** Whether all numbers lie in [0, 1], as shares and probabilities do; those that are missing don't count. */
export function areShares(values: ArrayLike<number | null>): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== null && !(value >= 0 && value <= 1)) return false;
  }
  return true;
}

/** The same of numbers that are not all 0 and 1: no logits do so by accident, and flags are no scores. */
export function areWrittenShares(values: ArrayLike<number | null>): boolean {
  return areShares(values) && !Array.prototype.every.call(values, (x) => x === null || Number.isInteger(x));
}
