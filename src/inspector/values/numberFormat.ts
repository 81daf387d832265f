import type { ValueSummary } from '../../worker/protocol';
import { numberText, powerText, withMinus } from '../../arrays/words/numberText';
import { count, full } from '../format';

/** How the values of an array are written: all with one number of decimals, or all in scientific notation. */
export function numberFormat(summary: ValueSummary | undefined, decimals?: number): (x: number) => string {
  const { minimum = 0, maximum = 0, whole = false } = summary?.finite ?? {};
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
  if (whole && largest < 1e9) return (x) => (Number.isInteger(x) ? withMinus(count(x)) : full(x));
  const digits = decimalsFor(largest, decimals);
  return (x) => {
    if (!Number.isFinite(x)) return full(x);
    return digits === undefined ? scientific(x) : withMinus(x.toFixed(digits));
  };
}

function decimalsFor(largest: number, printed: number | undefined): number | undefined {
  if (largest >= 1e6 || (largest > 0 && largest < 1e-2)) return undefined;
  const fitting = largest >= 1000 ? 1 : largest >= 100 ? 2 : largest >= 10 ? 3 : 4;
  return Math.min(fitting, printed ?? fitting);
}

function scientific(x: number): string {
  return x === 0 ? '0' : powerText(x, 3);
}

/** One number by itself, with so many digits that count. */
export function significant(x: number, digits: number): string {
  if (!Number.isFinite(x)) return full(x);
  return Number.isInteger(x) && Math.abs(x) < 1e9 ? withMinus(count(x)) : numberText(x, digits);
}
