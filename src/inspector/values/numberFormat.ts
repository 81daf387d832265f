import type { ValueSummary } from '../../worker/protocol';
import { count, full } from '../format';

/** How the values of an array are written: all with one number of decimals, or all in scientific notation. */
export function numberFormat(summary: ValueSummary | undefined, decimals?: number): (x: number) => string {
  const { minimum = 0, maximum = 0, whole = false } = summary?.finite ?? {};
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
  if (whole && largest < 1e9) return (x) => (Number.isInteger(x) ? minus(count(x)) : full(x));
  const digits = decimalsFor(largest, decimals);
  return (x) => {
    if (!Number.isFinite(x)) return full(x);
    return minus(digits === undefined ? scientific(x) : x.toFixed(digits));
  };
}

function decimalsFor(largest: number, printed: number | undefined): number | undefined {
  if (largest >= 1e6 || (largest > 0 && largest < 1e-2)) return undefined;
  const fitting = largest >= 1000 ? 1 : largest >= 100 ? 2 : largest >= 10 ? 3 : 4;
  return Math.min(fitting, printed ?? fitting);
}

function scientific(x: number): string {
  return x === 0 ? '0' : x.toExponential(2).replace('e+', 'e');
}

/** One number by itself, with so many digits that count. */
export function significant(x: number, digits: number): string {
  if (!Number.isFinite(x)) return full(x);
  const text = Number.isInteger(x) && Math.abs(x) < 1e9 ? count(x) : String(Number(x.toPrecision(digits)));
  return minus(text.replace('e+', 'e'));
}

/** A true minus sign, as wide as a digit. */
function minus(text: string): string {
  return text.replace(/^-/, '−');
}
