/** Whether all numbers lie in [0, 1], as shares and probabilities do; those that are missing don't count. */
export function areShares(values: ArrayLike<number | null>): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== null && !(value >= 0 && value <= 1)) return false;
  }
  return true;
}

/** Numbers from which on it is no accident that all of them lie in [0, 1]. */
export const LEAST_SHARES = 8;

/** Whether so many numbers are shares that they are nothing else. */
export function areManyShares(values: ArrayLike<number>): boolean {
  return values.length >= LEAST_SHARES && areWrittenShares(values);
}

/** The same of numbers that are not all 0 and 1: no logits do so by accident, and flags are no scores. */
export function areWrittenShares(values: ArrayLike<number | null>): boolean {
  return areShares(values) && !Array.prototype.every.call(values, (x) => x === null || Number.isInteger(x));
}
