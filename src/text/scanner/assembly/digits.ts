import { ALIGNMENTS } from './layout';

/**
 * The digits among up to 16 bytes as one number, without their point: `integer` digits before it (all of them where
 * there is none), `length` the bytes to read. One byte shuffle squeezes out the point and right-aligns, then three
 * multiply-add steps turn sixteen digits into two numbers of eight.
 */
// @ts-ignore: decorator
@inline
export function sixteenDigits(digits: v128, integer: usize, length: usize): u64 {
  const aligned = v128.swizzle(digits, v128.load(ALIGNMENTS + ((integer * 17 + length) << 4)));
  // 10 a + b in the high byte: a + 256 b times 2561, modulo 2^16.
  const pairs = i16x8.shr_u(i16x8.mul(aligned, i16x8.splat(2561)), 8);
  const fours = i32x4.dot_i16x8_s(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
  const eights = i32x4.dot_i16x8_s(
    i16x8.narrow_i32x4_s(fours, fours),
    i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1),
  );
  const both = i64x2.extract_lane(eights, 0);
  return (both & 0xffffffff) * 100000000 + (both >>> 32);
}

/** Eight bytes that are digits as one number. */
// @ts-ignore: decorator
@inline
export function eightDigits(p: usize): u64 {
  let eight = load<u64>(p) ^ 0x3030303030303030;
  eight = eight * 10 + (eight >> 8);
  return (
    ((eight & 0x000000ff000000ff) * 0x000f424000000064 +
      ((eight >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
    32
  );
}
