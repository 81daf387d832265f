/** Digits that a float64 mantissa always holds exactly. */
const EXACT_DIGITS = 15;
/** 10^0 to 10^22 are exact in float64, so one division of an exact mantissa rounds once, as `Number` does. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

const ZERO = 48;
const decoder = new TextDecoder('latin1');

/** The last number read, and where it ended. */
interface NumberAt {
  value: number;
  end: number;
}

/**
 * Reads the JSON number at `at`, or Python's NaN, Infinity and -Infinity, or null as NaN, straight from bytes:
 * bit-identical to `Number` of the same text. `bytes[limit]` must be readable. Returns false where none stands.
 *
 * @param bare whether digits may be missing before a point, as outside of JSON
 */
export function readNumber(
  bytes: Uint8Array,
  at: number,
  limit: number,
  out: NumberAt,
  bare = false,
): boolean {
  let p = at;
  const negative = bytes[p] === 0x2d;
  if (negative) p++;
  const start = p;
  let mantissa = 0;
  let c = bytes[p] - ZERO;
  while (c >= 0 && c <= 9) {
    mantissa = mantissa * 10 + c;
    c = bytes[++p] - ZERO;
  }
  let digits = p - start;
  const isBare = bare && digits === 0 && bytes[p] === 0x2e && isDigit(bytes[p + 1]);
  if (digits === 0 && !isBare) return readWord(bytes, at, out);
  let scale = 0;
  if (bytes[p] === 0x2e) {
    const point = ++p;
    c = bytes[p] - ZERO;
    while (c >= 0 && c <= 9) {
      mantissa = mantissa * 10 + c;
      c = bytes[++p] - ZERO;
    }
    scale = p - point;
    digits += scale;
  }
  const exponent = (bytes[p] | 0x20) === 0x65;
  if (exponent) {
    p++;
    if (bytes[p] === 0x2b || bytes[p] === 0x2d) p++;
    const first = p;
    while (bytes[p] >= ZERO && bytes[p] <= 57) p++;
    if (p === first) return false;
  }
  if (p > limit) return false;
  out.end = p;
  if (exponent || digits > EXACT_DIGITS) out.value = Number(decoder.decode(bytes.subarray(at, p)));
  else {
    const value = scale === 0 ? mantissa : mantissa / POWERS_OF_TEN[scale];
    out.value = negative ? -value : value;
  }
  return true;
}

const isDigit = (c: number) => c >= ZERO && c <= 57;

const WORDS: readonly [string, number][] = [
  ['NaN', NaN],
  ['null', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['nan', NaN],
  ['inf', Infinity],
  ['-inf', -Infinity],
];

function readWord(bytes: Uint8Array, at: number, out: NumberAt): boolean {
  for (const [word, value] of WORDS) {
    let i = 0;
    while (i < word.length && bytes[at + i] === word.charCodeAt(i)) i++;
    const next = bytes[at + i];
    const goesOn = (next >= 97 && next <= 122) || (next >= 65 && next <= 90);
    if (i === word.length && !goesOn) {
      out.value = value;
      out.end = at + i;
      return true;
    }
  }
  return false;
}

const MAY_BE_NUMBER = /^[-+.\dni]/i;
const PLAIN = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;

/** A whole text as a number, as Python's float() reads it; undefined where it is none, hexadecimal and empty ones included. */
export function plainNumber(text: string): number | undefined {
  if (!MAY_BE_NUMBER.test(text)) return undefined;
  if (PLAIN.test(text)) return Number(text);
  if (/^[-+]?nan$/i.test(text)) return NaN;
  const infinite = /^([-+]?)inf(?:inity)?$/i.exec(text);
  return infinite ? (infinite[1] === '-' ? -Infinity : Infinity) : undefined;
}
