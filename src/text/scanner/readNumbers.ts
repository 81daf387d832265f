/** The scanner's flags: separators and number forms seen. */
export const COMMA = 1;
export const SPACE = 2;
export const ROW_COMMA = 4;
export const ROW_SPACE = 8;
export const POINT = 16;
export const SCIENTIFIC = 32;

interface NumbersRead {
  at: number;
  count: number;
  flags: number;
  decimals: number;
  open: boolean;
}

/** Of a text of any length. */
const LATIN1 = new TextDecoder('latin1');
const NUMBER = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

/**
 * What assembly/scan.ts does for one list, in TypeScript: for pages and hosts that refuse WebAssembly. Values from `at`
 * on go to `values`, as many as it holds.
 */
export function readNumbers(
  text: string | Uint8Array,
  at: number,
  pending: boolean,
  values: Float64Array,
): NumbersRead {
  const { length } = text;
  const codeAt =
    typeof text === 'string'
      ? (i: number) => (i < length ? text.charCodeAt(i) : 0)
      : (i: number) => (i < length ? text[i] : 0);
  const slice = (start: number, end: number) =>
    typeof text === 'string' ? text.slice(start, end) : LATIN1.decode(text.subarray(start, end));
  const space = (i: number) => {
    while (i < length && codeAt(i) <= 32) i++;
    return i;
  };
  let open = pending;
  let count = 0;
  let commas = 0;
  let flags = 0;
  let decimals = 0;
  while (count < values.length) {
    at = space(at);
    if (open && codeAt(at) === 44) {
      commas++;
      open = false;
      at = space(at + 1);
    }
    let end = at;
    while (mayStandInNumber(codeAt(end)) && end - at < 1200) end++;
    const after = codeAt(end);
    const token = slice(at, end);
    if (!(after <= 32 || after === 44 || after === 41 || after === 93) || !NUMBER.test(token)) break;
    values[count++] = Number(token);
    const point = token.indexOf('.');
    if (/e/i.test(token)) flags |= POINT | SCIENTIFIC;
    else if (point >= 0) {
      flags |= POINT;
      decimals = Math.max(decimals, token.length - point - 1);
    }
    open = true;
    at = end;
  }
  if (commas > 0) flags |= COMMA;
  // A comma at the end separates nothing yet.
  if (count - Number(!pending) > commas - Number(!open)) flags |= SPACE;
  return { at, count, flags, decimals, open };
}

/** Digits, signs, points and exponent letters. */
function mayStandInNumber(c: number): boolean {
  return (c >= 48 && c <= 57) || c === 45 || c === 43 || c === 46 || c === 101 || c === 69;
}
