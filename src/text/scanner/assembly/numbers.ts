import { eightDigits, sixteenDigits } from './digits';
import { eiselLemire } from './eiselLemire';
import { ENDS, POINTS, POWERS_OF_TEN, STARTS } from './layout';
import { decimals, pointed, rareNumber, scientific } from './rareNumber';

/** Of the tokens read by the last call and those before it since `forget`. */
export let most: i32 = 0;
export let anyPoint: bool = false;
export let anyScientific: bool = false;

export function forget(): void {
  most = 0;
  anyPoint = anyScientific = false;
}

/** Adds what another reader found. */
export function note(decimals: i32, point: bool, scientific: bool): void {
  if (decimals > most) most = decimals;
  if (point) anyPoint = true;
  if (scientific) anyScientific = true;
}

/**
 * The values of the first `count` indexed tokens, from `to` on; returns how many it read before one that is no number
 * or that the host must decide. Places are known beforehand, so that the processor works on several numbers at once.
 */
export function numbers(count: usize, to: usize, irregular: bool): usize {
  if (irregular) return rareNumbers(count, to);
  let point: usize = POINTS;
  let widest: i32 = most;
  let before: i32 = most;
  let i: usize = 0;
  for (; i < count; i++) {
    const first = <usize>load<u32>(STARTS + (i << 2));
    const negative = <usize>(load<u8>(first) == 0x2d);
    const start = first + negative;
    const length = <usize>load<u32>(ENDS + (i << 2)) - start;
    let integer = <usize>load<u32>(point) - start;
    let fraction: i32 = 0;
    if (integer < length) {
      point += 4;
      fraction = <i32>(length - integer) - 1;
      if (length == 1) break;
      before = widest;
      if (fraction > widest) widest = fraction;
    } else {
      // Another point of the token before, or a sign alone.
      if (<isize>integer < 0 || length == 0) break;
      integer = length;
    }
    const digits = i8x16.sub(v128.load(start), i8x16.splat(0x30));
    let value: f64;
    if (length <= 16) {
      value =
        <f64>(<i64>sixteenDigits(digits, integer, length)) / load<f64>(POWERS_OF_TEN + (fraction << 3));
    } else if (length <= 20 && fraction >= 8) {
      const mantissa =
        sixteenDigits(digits, integer, length - 8) * 100000000 + eightDigits(start + length - 8);
      value = eiselLemire(mantissa, -fraction);
      if (value != value) break;
    } else {
      value = rareNumber(first, length + negative);
      if (value != value) break;
    }
    store<u64>(to + (i << 3), reinterpret<u64>(value) | ((<u64>negative) << 63));
  }
  if (i > 0 && load<u32>(point) < load<u32>(ENDS + ((i - 1) << 2))) {
    i--;
    point -= 4;
    widest = before;
  }
  if (point > POINTS) anyPoint = true;
  most = widest;
  return i;
}

/** The same where signs or exponents stand inside tokens. */
function rareNumbers(count: usize, to: usize): usize {
  for (let i: usize = 0; i < count; i++) {
    const start = <usize>load<u32>(STARTS + (i << 2));
    const value = rareNumber(start, <usize>load<u32>(ENDS + (i << 2)) - start);
    if (value != value) return i;
    store<f64>(to + (i << 3), value);
    if (pointed || scientific) anyPoint = true;
    if (scientific) anyScientific = true;
    else if (decimals > most) most = decimals;
  }
  return count;
}
