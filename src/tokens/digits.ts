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
    const own = ownDecimals(value);
    if (own === undefined) return undefined;
    if (own > decimals) [decimals, ending] = [own, 0];
    if (own === decimals) ending++;
  }
  return decimals > 0 && ending >= LEAST && 2 * ending >= counted ? decimals : undefined;
}

function ownDecimals(value: number): number | undefined {
  if (Number(value.toFixed(MOST_DECIMALS)) !== value) return undefined;
  let decimals = MOST_DECIMALS;
  while (decimals > 0 && Number(value.toFixed(decimals - 1)) === value) decimals--;
  return decimals;
}
