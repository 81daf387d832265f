import { powerText, withMinus } from '../../arrays/numberText';
import { temperatureText } from '../../arrays/temperatureText';

/** A figure as the view writes it: three decimals, no leading zero, a true minus. */
export function figure(value: number | null | undefined, decimals = 3): string {
  if (value === undefined || value === null || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const text = withMinus(value.toFixed(decimals));
  return Number(value.toFixed(decimals)) === 0 ? text.replace(/\.0+$/, '') : text.replace(/^(−?)0\./, '$1.');
}

/** `1.76`, `.50`, `.0031` */
export const fittedText = (temperature: number) => temperatureText(temperature).replace(/^0\./, '.');

/** A difference: its sign always stands before it. */
export function signed(value: number, decimals = 3): string {
  return value > 0 ? `+${figure(value, decimals)}` : figure(value, decimals);
}

/** A round number beside an axis: `0`, `.25`, `10`. */
export const tickText = (tick: number) => withMinus(String(tick)).replace(/^(−?)0\./, '$1.');

/** An end of an axis: as many decimals as it needs, and no more than are asked for. */
export const endText = (end: number, decimals: number) =>
  Number.isFinite(end) ? tickText(Number(end.toFixed(decimals))) : '–';

/** A probability that may be very small: `.016`, `1e−5`. */
export function smallProbability(p: number): string {
  return p !== 0 && p < 0.001 ? powerText(p, 1) : figure(p);
}

/** The ends of an interval. */
export function range([low, high]: readonly [number, number], decimals = 3): string {
  return `${figure(low, decimals)} … ${figure(high, decimals)}`;
}

/** A share beside one that is in percent: `45%`. */
export const percentText = (share: number) => (Number.isFinite(share) ? `${Math.round(100 * share)}%` : '–');

/** A count with separators: `128,000`. */
export const count = (n: number) => n.toLocaleString('en-US');
