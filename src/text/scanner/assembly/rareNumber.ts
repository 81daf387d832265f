import { sixteenDigits } from './digits';
import { eiselLemire } from './eiselLemire';
import { POWERS_OF_TEN } from './layout';

/** The last number had a point; an exponent; digits after its point. */
export let pointed: bool = false;
export let scientific: bool = false;
export let decimals: i32 = 0;

/**
 * A number of up to 19 digits, or with an exponent: the token of `run` bytes at `p`. Correctly rounded.
 * NaN when the token is no number, and for those left to the host: more digits, subnormal and infinite results.
 */
export function rareNumber(p: usize, run: usize): f64 {
  const negative = <usize>(load<u8>(p) == 0x2d);
  const start = p + negative;
  const length = run - negative;
  const digits = i8x16.sub(v128.load(start), i8x16.splat(0x30));
  const others = ~i8x16.bitmask(i8x16.lt_u(digits, i8x16.splat(10))) | 0x10000;
  const integer = <usize>ctz(others);
  const hasPoint = load<u8>(start + integer) == 0x2e && integer < 16;
  const used = hasPoint ? <usize>ctz((others & (others - 1)) | 0x10000) : integer;
  if (used > length || used == <usize>hasPoint) return NaN;
  let mantissa = sixteenDigits(digits, hasPoint ? integer : used, used);
  let at = start + used;
  let fraction: i32 = hasPoint ? <i32>(used - integer - 1) : 0;
  // What stands behind sixteen bytes: digits up to the nineteenth. A point there, or more digits, are the host's.
  if (used == 16) {
    while (at < p + run && <u32>load<u8>(at) - 0x30 <= 9 && mantissa < 1000000000000000000) {
      mantissa = mantissa * 10 + (load<u8>(at++) - 0x30);
      fraction += <i32>hasPoint;
    }
  }
  let exponent: i32 = -fraction;
  decimals = fraction;
  pointed = hasPoint;
  scientific = at != p + run;
  if (scientific) {
    if ((load<u8>(at) | 0x20) != 0x65) return NaN;
    const sign = load<u8>(at + 1);
    at += 1 + <usize>(sign == 0x2d || sign == 0x2b);
    const first = at;
    let power: i32 = 0;
    while (<u32>load<u8>(at) - 0x30 <= 9 && at - first < 5) power = power * 10 + (<i32>load<u8>(at++) - 0x30);
    if (at == first || at != p + run) return NaN;
    exponent += sign == 0x2d ? -power : power;
  }
  let value: f64;
  if (mantissa <= 9007199254740992 && exponent <= 0 && exponent >= -22) {
    value = <f64>(<i64>mantissa) / load<f64>(POWERS_OF_TEN - (exponent << 3));
  } else {
    if (mantissa != 0 && (exponent < -342 || exponent > 308)) return NaN;
    value = mantissa == 0 ? 0 : eiselLemire(mantissa, exponent);
  }
  return reinterpret<f64>(reinterpret<u64>(value) | ((<u64>negative) << 63));
}
