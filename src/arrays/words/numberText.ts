/**
 * Numbers as people are shown them: with a minus that is as wide as a plus, `1e−5` and `1e6`. What a program is to read (code,
 * JSON, CSV, a field that can be typed into) keeps the hyphen.
 */

/** A number that is written out already. */
export function withMinus(text: string): string {
  return text.replaceAll('e+', 'e').replaceAll('-', '−');
}

/** With as many digits as are asked for, fewer where they are zeros: `0.31854`, `1e−7`, `−∞`, `NaN`. */
export function numberText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  return withMinus(String(Number(value.toPrecision(digits))));
}

/** As a power of ten, with so many digits or as many as it has: `2.3e−9`. */
export function powerText(value: number, digits?: number): string {
  // eslint-disable-next-line no-restricted-syntax -- here is where the minus comes from
  return withMinus(value.toExponential(digits === undefined ? undefined : digits - 1));
}
