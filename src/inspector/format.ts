/** Numbers as the inspector writes them: short, honest about rounding, the same width where they stand in columns. */
import { powerText, withMinus } from '../arrays/words/numberText';

/**
 * A probability: `.93`, `.0041`, `2e−9`, `1`. Up to two more decimals are spent where rounding would claim certainty
 * (`.9997`) or nothing at all; beyond, it reads `≈1` or is scientific.
 */
export function probability(p: number, decimals = 2): string {
  if (Number.isNaN(p)) return 'NaN';
  if (p === 0 || p === 1) return String(p);
  if (p < 0 || p > 1) return withMinus(String(p));
  for (let digits = decimals; digits <= decimals + 2; digits++) {
    const text = p.toFixed(digits);
    if (text.startsWith('1')) continue;
    const significant = text.replace(/^0\.0*/, '').length;
    if (significant >= Math.min(2, decimals)) return text.slice(1);
  }
  return p > 0.5 ? '≈1' : powerText(p, decimals / 2);
}

/** A share of something: `47%`. Decimals are spent where rounding would claim all of it or nothing. */
export function percent(share: number): string {
  for (let digits = 0; digits <= 2; digits++) {
    const text = (100 * share).toFixed(digits);
    if ((Number(text) !== 0 || share === 0) && (Number(text) !== 100 || share === 1)) return `${text}%`;
  }
  return share > 0.5 ? '≈100%' : '≈0%';
}

/** A probability in a column: three decimals, whatever they are, and a true 1. */
export function share(p: number): string {
  return Number.isNaN(p) ? '–' : p.toFixed(3).replace(/^0/, '');
}

/**
 * A share of one, or what is measured like one, in a column: as many decimals as its neighbours, no zero before the point.
 * What these would hide is a power of ten: `.0023`, `1e−5`, `−.9977`.
 */
export function inColumn(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return withMinus(special(value));
  if (value === 0) return '0';
  if (Math.abs(value) < 10 ** -decimals) return powerText(value, 1);
  return withMinus(value.toFixed(decimals)).replace(/^(−?)0\./, '$1.');
}

/** From this size on a number has more digits than a column has room for. */
const FLOODS = 1e7;

/**
 * Writes the values of a column with as many decimals, more than asked for where all are small. What would flood it is a power
 * of ten, as the −1e9 of a class that is masked, and the others are as they would be without.
 */
export function columnOf(values: Iterable<number>, decimals: number): (value: number) => string {
  let largest = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size < FLOODS && size > largest) largest = size;
  }
  const more = Math.max(0, -Math.floor(Math.log10(largest || 1)) - 1);
  const asPowers = more > 4;
  return (value) => {
    if (!Number.isFinite(value)) return withMinus(special(value));
    if (asPowers || Math.abs(value) >= FLOODS) return value === 0 ? '0' : powerText(value, 3);
    return withMinus(value.toFixed(decimals + more).replace(/^-(?=[0.]+$)/, ''));
  };
}

/** Numbers that were written out, with the points below each other: zeros, or blanks, behind those that have fewer decimals. */
export function pointsAligned(texts: readonly string[], filler = '0'): string[] {
  const isPlain = (text: string) => /^[-−]?\d+(?:\.\d+)?$/.test(text);
  const decimals = (text: string) => text.split('.')[1]?.length ?? 0;
  const most = Math.max(0, ...texts.filter(isPlain).map(decimals));
  return texts.map((text) => {
    const missing = most - decimals(text);
    if (!isPlain(text) || missing === 0) return text;
    const point = most === missing ? (filler === '0' ? '.' : filler) : '';
    return `${text}${point}${filler.repeat(missing)}`;
  });
}

/** A number with a fixed count of decimals, scientific where they would hide it or flood the column. */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return withMinus(special(value));
  const size = Math.abs(value);
  if (size !== 0 && (size >= FLOODS || size < 10 ** -decimals / 2)) return powerText(value, 3);
  return withMinus(value.toFixed(decimals));
}

/** The same of a share of one, or of what is measured like one: `.29`, `−.9977`, `1.04`. */
export function fraction(value: number, decimals: number): string {
  return fixed(value, decimals).replace(/^(−?)0\./, '$1.');
}

/** A number for a column of so many characters: decimals give way first, then it turns scientific. */
export function narrow(value: number, decimals: number, characters: number): string {
  if (!Number.isFinite(value)) return withMinus(special(value));
  for (let digits = decimals; digits >= 0; digits--) {
    const text = value.toFixed(digits);
    if (text.length <= characters) return withMinus(text);
  }
  return powerText(value, 2);
}

/** Half the width of an interval, with one digit: `1e−4`. */
export function halfWidth([low, high]: readonly [number, number]): string {
  const half = (high - low) / 2;
  return Number.isFinite(half) ? powerText(half, 1) : '∞';
}

/** Every digit of a value, as Number prints it. */
export function full(value: number): string {
  return withMinus(Number.isFinite(value) ? String(value) : special(value));
}

const separated = new Intl.NumberFormat('en-US');

/** A count with thin separators: 128,000. */
export function count(n: number): string {
  return separated.format(n);
}

function special(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf';
}
