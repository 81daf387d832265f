/** The longest run that could be one number; what it is, NUMBER decides. */
const TOKEN = /[-+]?[\w.]*(?:(?<=\d\.?[eE])[-+]\d+)?/y;
const NUMBER =
  /^[-+]?(?:(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|(?:(?:np|numpy|math|torch|jnp|tf|float)\.)?(?:[iI]nf(?:inity)?|nan|NaN|NAN)|true|false|True|False)$/;
const LONGEST_NUMBER = 1200;
const FLOAT_OF_STRING = /[-+]?float\(\s*['"][-+]?(?:inf|Inf|infinity|Infinity|nan|NaN)['"]\s*\)/y;
/** One number inside a scalar's repr: `np.float32(5.4)`, `tensor(0.3, grad_fn=<…>)`. */
const WRAPPED_NUMBER =
  /(?:[A-Za-z]\w*\.)*(?:b?float\d*|u?int\d*|double|half|tensor|Array|DeviceArray|array|scalar)\(\s*([-+]?(?:[\d.][\w.]*(?:[eE][-+]?\d+)?|inf|nan))\s*(?:,[^()\n]{0,200})?\)(?=[\s,\])}]|$)/y;
/** Powers of ten that are exact, as are whole numbers of as many digits. */
const TENS = Array.from({ length: 16 }, (_, i) => 10 ** i);

/** One number as any language writes it: its digits, where it ends, and whether a number may end there. */
export interface Token {
  digits: string;
  end: number;
  /** False for ranges, dates and expressions: 3:5, 2020-01-01, 1+2j. */
  alone: boolean;
}

/** The number written at a place, or in a scalar's repr there; or how far what stands there goes on being no number. */
export function tokenAt(text: string, at: number): Token | { none: number } {
  TOKEN.lastIndex = at;
  let digits = TOKEN.exec(text)![0];
  let end = at + digits.length;
  if (digits.length > LONGEST_NUMBER || !NUMBER.test(digits)) {
    FLOAT_OF_STRING.lastIndex = at;
    WRAPPED_NUMBER.lastIndex = at;
    const special = FLOAT_OF_STRING.exec(text)?.[0];
    const wrapped = special === undefined ? WRAPPED_NUMBER.exec(text) : null;
    if (special === undefined && wrapped === null)
      return { none: digits.length > LONGEST_NUMBER || /^[\d.]/.test(digits) ? end : at };
    digits = special ?? wrapped![1];
    end = at + (special ?? wrapped![0]).length;
  }
  return { digits, end, alone: end >= text.length || mayFollowNumber(text.charCodeAt(end)) };
}

/** Spaces, separators and closing brackets. */
function mayFollowNumber(c: number): boolean {
  return c <= 32 || c === 44 || c === 93 || c === 41 || c === 125;
}

/** What `plainAt` read. */
export const plain = { value: 0, end: 0 };

/**
 * Reads a number of up to 15 digits without an exponent, the commonest by far, into `plain`: as whole number and power
 * of ten are exact, so is the quotient what Number() gives. False where anything else stands.
 */
export function plainAt(codes: Uint8Array, start: number): boolean {
  const negative = codes[start] === 45;
  const { length } = codes;
  let at = negative ? start + 1 : start;
  let digits = 0;
  let whole = 0;
  let point = -1;
  let c = 0;
  for (; at < length; at++) {
    c = codes[at];
    if (c >= 48 && c <= 57) {
      whole = whole * 10 + (c - 48);
      if (++digits > 15) return false;
    } else if (c === 46 && point < 0) point = at;
    else break;
  }
  if (digits === 0 || (at < length && !mayFollowNumber(c))) return false;
  const value = point < 0 ? whole : whole / TENS[at - point - 1];
  plain.value = negative ? -value : value;
  plain.end = at;
  return true;
}

/** The value of a token's digits. */
export function numberOf(digits: string): number {
  if (/^[-+]?[\d.]/.test(digits)) return Number(digits.replaceAll('_', ''));
  if (/^[tT]rue/.test(digits)) return 1;
  if (/^[fF]alse/.test(digits)) return 0;
  if (/nan/i.test(digits)) return NaN;
  return digits.includes('-') ? -Infinity : Infinity;
}
