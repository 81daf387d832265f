import { POWERS_OF_FIVE } from './layout';

/** The upper 64 of the product's 128 bits. */
// @ts-ignore: decorator
@inline
function multiplyHigh(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const middle = a1 * b0 + ((a0 * b0) >> 32);
  const carry = (middle & 0xffffffff) + a0 * b1;
  return a1 * b1 + (middle >> 32) + (carry >> 32);
}

/**
 * mantissa · 10^exponent, correctly rounded to double, for a mantissa of at most 64 bits and an exponent between -342
 * and 308. NaN for subnormal and overflowing results and for the few products the 128-bit table cannot decide.
 * D. Lemire, Number parsing at a gigabyte per second, Software: Practice and Experience 51(8), 2021.
 */
// @ts-ignore: decorator
@inline
export function eiselLemire(mantissa: u64, exponent: i32): f64 {
  if (mantissa == 0) return 0;
  const shift = <i32>clz(mantissa);
  const scaled = mantissa << shift;
  const power = POWERS_OF_FIVE + ((exponent + 342) << 4);
  const five = load<u64>(power);
  let upper = multiplyHigh(scaled, five);
  let lower = scaled * five;
  if ((upper & 0x1ff) == 0x1ff) {
    const more = multiplyHigh(scaled, load<u64>(power, 8));
    lower += more;
    if (more > lower) upper++;
  }
  if (lower == 0xffffffffffffffff && (exponent < -27 || exponent > 55)) return NaN;
  const top = <i32>(upper >> 63);
  let bits = upper >> (top + 9);
  // floor(exponent · log2(10)) + 63, exact in this range.
  const binary = ((217706 * exponent) >> 16) + 63 + top - shift + 1023;
  if (<u32>(binary - 1) >= 2044) return NaN;
  // Halfway between two doubles, exactly: round to even.
  if (lower <= 1 && exponent >= -4 && exponent <= 23 && (bits & 3) == 1 && bits << (top + 9) == upper)
    bits &= ~1;
  // The sum's carry out of the 53 bits raises the exponent.
  return reinterpret<f64>(((bits + (bits & 1)) >> 1) + (<u64>(binary - 1) << 52));
}
