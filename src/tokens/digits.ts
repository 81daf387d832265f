/** What is left of a value's digits once a server or a script has rounded it. */

/** Beyond these a number has as many digits as its float needs. */
const MOST_DECIMALS = 6;
/** Fewer values that end at one decimal may do so by chance. */
const LEAST = 3;

/**
 * Decimals that all values were rounded to, as far as their digits tell; undefined where they have all of theirs. Of rounded
 * numbers nine in ten need the last decimal; where fewer than half do, they may be anything.
 */
export function decimalsOf(values: Iterable<number>): number | undefined {
  let [decimals, ending, counted] = [0, 0, 0];
  for (const value of values) {
    // Of a zero, a floor and a hole no digit is seen.
    if (!Number.isFinite(value) || value === 0) continue;
    counted++;
    while (!isRounded(value, decimals)) {
      if (++decimals > MOST_DECIMALS) return undefined;
      ending = 0;
    }
    if (decimals > 0 && !isRounded(value, decimals - 1)) ending++;
  }
  return decimals > 0 && ending >= LEAST && 2 * ending >= counted ? decimals : undefined;
}

const POWERS = Array.from({ length: MOST_DECIMALS + 1 }, (_, decimals) => 10 ** decimals);

/** Whether a number is the nearest one to a decimal with so many digits: a whole number divided by a power of 10 is. */
function isRounded(value: number, decimals: number): boolean {
  return Math.round(value * POWERS[decimals]) / POWERS[decimals] === value;
}
