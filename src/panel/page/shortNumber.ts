import { powerText, withMinus } from '../../arrays/words/numberText';

/**
 * Three decimals, so that it is as wide whatever it shows; "–" where there is no number. JSON makes null of NaN on its way
 * to a page.
 */
export function shortNumber(value: number | null | undefined): string {
  if (value === undefined || value === null || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return powerText(value, 3);
  return withMinus(value.toFixed(3)).replace(/^(−?)0\./, '$1.');
}
