import * as l10n from '@vscode/l10n';
import { plural } from '../../arrays/words/plural';
import { powerText, withMinus } from '../../arrays/words/numberText';
import { temperatureText } from '../../arrays/words/temperatureText';

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

/** The same of a difference. */
export const signedRange = ([low, high]: readonly [number, number]) => `${signed(low)} … ${signed(high)}`;

/** A share beside one that is in percent: `45%`. */
const percentText = (share: number) => (Number.isFinite(share) ? `${Math.round(100 * share)}%` : '–');

/** Fewer rows are counted: of 30, a twentieth is no whole number. */
const FEW = 100;

/** What share of the summed loss the rows of the highest loss have, which are a twentieth of all. */
export function heaviestText(share: number, rows: number): string {
  const said = percentText(share);
  if (rows >= FEW) return l10n.t('5% of rows account for {0} of it', said);
  const heaviest = Math.ceil(rows / 20);
  return heaviest === 1
    ? l10n.t('1 of {0} accounts for {1} of it', plural(rows, l10n.t('1 row'), l10n.t('{0} rows', rows)), said)
    : l10n.t('{0} of {1} rows account for {2} of it', heaviest, rows, said);
}

/** A count over a narrow bar: `870`, `1.6k`, `43k`, `3.4M`. */
export function shortCount(n: number): string {
  if (n < 1000) return String(n);
  const [size, unit] = n < 999_500 ? [1e3, 'k'] : [1e6, 'M'];
  return `${n < 9.95 * size ? (n / size).toFixed(1) : Math.round(n / size)}${unit}`;
}

/** A count with separators: `128,000`. */
export const count = (n: number) => n.toLocaleString('en-US');
