import { ALIGNMENTS } from './layout';

/** Bit i: byte p + i may stand in a number: a digit, sign, point or exponent letter ('/' too, refused later). */
// @ts-ignore: decorator
@inline
export function tokenMask(p: usize): u64 {
  return tokenMask16(p) | (tokenMask16(p + 16) << 16) | (tokenMask16(p + 32) << 32) | (tokenMask16(p + 48) << 48);
}

// @ts-ignore: decorator
@inline
function tokenMask16(p: usize): u64 {
  const bytes = v128.load(p);
  const signsAndDigits = v128.andnot(
    i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x2b)), i8x16.splat(15)),
    i8x16.eq(bytes, i8x16.splat(0x2c)),
  );
  const exponent = i8x16.eq(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x65));
  return <u64>i8x16.bitmask(v128.or(signsAndDigits, exponent));
}

/**
 * The digits among up to 16 bytes as one number, without their point. `digits` holds byte - '0'; `point` is the
 * point's place, `length` the bytes to read. One byte shuffle squeezes out the point and right-aligns, then three
 * multiply-add steps turn sixteen digits into two numbers of eight.
 */
// @ts-ignore: decorator
@inline
export function sixteenDigits(digits: v128, point: usize, length: usize): u64 {
  const aligned = v128.swizzle(digits, v128.load(ALIGNMENTS + ((point * 17 + length) << 4)));
  const pairs = i16x8.add(
    i16x8.mul(v128.and(aligned, i16x8.splat(0xff)), i16x8.splat(10)),
    i16x8.shr_u(aligned, 8),
  );
  const fours = i32x4.dot_i16x8_s(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
  const eights = i32x4.dot_i16x8_s(
    i16x8.narrow_i32x4_s(fours, fours),
    i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1),
  );
  return <u64>i32x4.extract_lane(eights, 0) * 100000000 + <u64>i32x4.extract_lane(eights, 1);
}

/** Eight bytes that should be digits as one number; above 99,999,999 when one of them is none. */
// @ts-ignore: decorator
@inline
export function eightDigits(p: usize): u64 {
  let eight = load<u64>(p) ^ 0x3030303030303030;
  if ((eight | (eight + 0x7676767676767676)) & 0x8080808080808080) return u64.MAX_VALUE;
  eight = eight * 10 + (eight >> 8);
  return (
    ((eight & 0x000000ff000000ff) * 0x000f424000000064 +
      ((eight >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
    32
  );
}
