// A call bears some 100,000 arguments: `Math.max(...values)` and `list.push(...more)` throw on lists as long as data can be.

/** Minus infinity of none; NaN where one is. */
export function largestOf(values: readonly number[]): number {
  let largest = -Infinity;
  for (const value of values) largest = Math.max(largest, value);
  return largest;
}

/** Infinity of none; NaN where one is. */
export function smallestOf(values: readonly number[]): number {
  let smallest = Infinity;
  for (const value of values) smallest = Math.min(smallest, value);
  return smallest;
}

export function append<T>(to: T[], more: readonly T[]): void {
  for (const one of more) to.push(one);
}
