import { POWERS_OF_FIVE } from './layout';

/** True when the last call could not decide the rounding: the host then converts the token itself. */
export let inexact: bool = false;

let high: u64 = 0;
let low: u64 = 0;

function multiply(a: u64, b: u64): void {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const middle = a1 * b0 + ((a0 * b0) >> 32);
  const carry = (middle & 0xffffffff) + a0 * b1;
  high = a1 * b1 + (middle >> 32) + (carry >> 32);
  low = a * b;
}

/**
 * mantissa · 10^exponent, correctly rounded to double, for a mantissa of at most 64 bits.
 * D. Lemire, Number parsing at a gigabyte per second, Software: Practice and Experience 51(8), 2021.
 * Subnormal and overflowing results, and the few products the 128-bit table cannot decide, set `inexact`.
 */
export function eiselLemire(mantissa: u64, exponent: i32): f64 {
  inexact = false;
  if (mantissa == 0) return 0;
  if (exponent < -342 || exponent > 308) {
    inexact = true;
    return 0;
  }
  const shift = <i32>clz(mantissa);
  const scaled = mantissa << shift;
  const power = POWERS_OF_FIVE + ((exponent + 342) << 4);
  multiply(scaled, load<u64>(power));
  let upper = high;
  let lower = low;
  if ((upper & 0x1ff) == 0x1ff) {
    multiply(scaled, load<u64>(power, 8));
    lower += high;
    if (high > lower) upper++;
  }
  if (lower == 0xffffffffffffffff && (exponent < -27 || exponent > 55)) {
    inexact = true;
    return 0;
  }
  const top = <i32>(upper >> 63);
  let bits = upper >> (top + 9);
  // floor(exponent · log2(10)) + 63, exact in this range.
  let binary = ((217706 * exponent) >> 16) + 63 + top - shift + 1023;
  if (binary <= 0 || binary >= 2046) {
    inexact = true;
    return 0;
  }
  // Halfway between two doubles, exactly: round to even.
  if (lower <= 1 && exponent >= -4 && exponent <= 23 && (bits & 3) == 1 && bits << (top + 9) == upper)
    bits &= ~1;
  bits = (bits + (bits & 1)) >> 1;
  if (bits >= 1 << 53) {
    bits = 1 << 52;
    binary++;
  }
  return reinterpret<f64>((bits & 0xfffffffffffff) | ((<u64>binary) << 52));
}
