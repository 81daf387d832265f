import { placesUpTo } from './columns';

/** Of so few values sorting places by comparison is the fastest. */
const FEW = 512;
/** Bits that a pass tells apart. */
const DIGIT = 16;
const DIGITS = 64 / DIGIT;
/** Where the upper half of a double is: second on every machine that counts from the little end. */
const UPPER = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Places in the order of rising values; equal ones stay in their order, and −0 equals 0. No value may be NaN.
 *
 * By the bits of the doubles, which rise with the value once the sign is turned: four passes without a comparison, each
 * of which keeps the order of the one before (LSD radix sort).
 */
export function orderBy(values: Float64Array, at: Int32Array): Int32Array {
  if (at.length <= FEW) return at.slice().sort((a, b) => values[a] - values[b]);
  const digits = digitsOf(values, at);
  let order = at.slice();
  let next = new Int32Array(at.length);
  let places = placesUpTo(at.length);
  let nextPlaces = new Int32Array(at.length);
  for (const digit of digits) {
    const starts = startsOf(digit);
    if (!starts) continue;
    for (let i = 0; i < places.length; i++) {
      const to = starts[digit[places[i]]]++;
      nextPlaces[to] = places[i];
      next[to] = order[i];
    }
    [places, nextPlaces] = [nextPlaces, places];
    [order, next] = [next, order];
  }
  return order;
}

/** The digits of each value's key, the lowest first. */
function digitsOf(values: Float64Array, at: Int32Array): Uint16Array[] {
  const digits = Array.from({ length: DIGITS }, () => new Uint16Array(at.length));
  const [first, second, third, fourth] = digits;
  const double = new Float64Array(1);
  const halves = new Uint32Array(double.buffer);
  for (let i = 0; i < at.length; i++) {
    double[0] = values[at[i]] + 0;
    const turned = halves[UPPER] >>> 31 === 1 ? -1 : 0;
    const lower = halves[1 - UPPER] ^ turned;
    const upper = halves[UPPER] ^ (turned | 0x80000000);
    first[i] = lower;
    second[i] = lower >>> DIGIT;
    third[i] = upper;
    fourth[i] = upper >>> DIGIT;
  }
  return digits;
}

/** Where the values of each digit begin; undefined where all have the same, so that there is nothing to do. */
function startsOf(digit: Uint16Array): Int32Array | undefined {
  const starts = new Int32Array(1 << DIGIT);
  for (let i = 0; i < digit.length; i++) starts[digit[i]]++;
  if (starts[digit[0]] === digit.length) return undefined;
  let sum = 0;
  for (let value = 0; value < starts.length; value++) {
    const count = starts[value];
    starts[value] = sum;
    sum += count;
  }
  return starts;
}
