import {
  FROM,
  POWERS_OF_TEN,
  SHAPE_BYTES,
  SHAPES,
  SHORT_SHAPE_BYTES,
  SHORT_SHAPES,
  TO,
  VECTORS,
} from './layout';
import { note } from './numbers';
import { decimals, pointed, rareNumber, scientific } from './rareNumber';

// Rows of the tables of shapes by twice the leading zeros of a mask of points, plus one for a minus.
const SHAPE: usize = SHAPES - 32 * SHAPE_BYTES;
const DIVISOR: usize = SHAPE + 256;
const FIVE_HIGH: usize = SHAPE + 264;
const FIVE_LOW: usize = SHAPE + 268;
const EXPONENT: usize = SHAPE + 272;
const WHOLE: i32 = 66;
const UPPER: usize = SHORT_SHAPES - 32 * SHORT_SHAPE_BYTES;
const LOWER: usize = SHORT_SHAPES - 48 * SHORT_SHAPE_BYTES;
const SHORT_DIVISOR: usize = 64;

/** Bytes as digits, eight each, in four lanes; tokens before the last eight digits come in even lanes. */
// @ts-ignore: decorator
@inline
function fours(digits: v128, ten: v128, hundred: v128): v128 {
  // 10 a + b in the high byte: a + 256 b times 2561, modulo 2^16.
  return i32x4.dot_i16x8_s(i16x8.shr_u(i16x8.mul(digits, ten), 8), hundred);
}

// @ts-ignore: decorator
@inline
function eights(a: v128, b: v128, ten: v128, hundred: v128, tenThousand: v128): v128 {
  return i32x4.dot_i16x8_s(
    i16x8.narrow_i32x4_s(fours(a, ten, hundred), fours(b, ten, hundred)),
    tenThousand,
  );
}

/** Lanes 0 and 1, 2 and 3 as numbers of up to sixteen digits: exact, or rounded once by the addition. */
// @ts-ignore: decorator
@inline
function sixteens(eights: v128, million100: v128): v128 {
  const upper = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(eights, eights, 0, 2, 0, 2));
  const lower = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(eights, eights, 1, 3, 1, 3));
  return f64x2.add(f64x2.mul(upper, million100), lower);
}

// @ts-ignore: decorator
@inline
function mantissa(head: i64, tail: i64): u64 {
  return (head & 0xffffffff) * 10000000000000000 + (head >>> 32) * 100000000 + tail;
}

// @ts-ignore: decorator
@inline
function product(mantissa: u64, row: i32): i64 {
  const a1 = mantissa >> 32;
  const a0 = mantissa & 0xffffffff;
  const b1 = <u64>load<u32>(row, FIVE_HIGH);
  const b0 = <u64>load<u32>(row, FIVE_LOW);
  return a1 * b1 + ((a1 * b0) >> 32) + ((a0 * b1) >> 32);
}

/** Whether four tokens stand behind a separator: white space, a comma alone, or the bracket of the next row. */
function separated(at: usize, separator: i32): bool {
  if ((separator & 0xff) == 0x2c) return true;
  for (let end = at + 16; at < end; at += 4) {
    const before = load<u8>(load<u32>(at, FROM));
    if (before > 0x20 && load<u8>(load<u32>(at, TO - 4), 24) != 0x5d) return false;
  }
  return true;
}

let anyPointed: bool = false;
let anyScientific: bool = false;
let mostDecimals: i32 = 0;

/** Four tokens of any kind; returns how many are numbers. */
function oneByOne(at: usize, to: usize, separator: i32): usize {
  for (let i: usize = 0; i < 4; i++, at += 4, to += 8) {
    const from = load<u32>(at, FROM);
    const length = <i32>load<u32>(at, TO) - from + 23;
    if (length <= 0) return i;
    const before = load<u8>(from);
    if ((separator & 0xff) != 0x2c && before > 0x20 && load<u8>(load<u32>(at, TO - 4), 24) != 0x5d) return i;
    const value = rareNumber(from + 1, length);
    if (value != value) return i;
    store<f64>(to, value);
    if (pointed || scientific) anyPointed = true;
    if (scientific) anyScientific = true;
    else if (decimals > mostDecimals) mostDecimals = decimals;
  }
  return 4;
}

/**
 * The tokens FROM and TO of `count`, a multiple of four, as values from `to` on; returns how many it read before one that
 * is no number, does not follow its separator or must be decided by the host.
 *
 * Four tokens at a time, with no branch that depends on a sign, a length or a point's place alone.
 */
export function regularNumbers(count: usize, to: usize, separator: i32): usize {
  const zero = v128.load(VECTORS);
  const point = v128.load(VECTORS, 16);
  const ten = v128.load(VECTORS, 32);
  const hundred = v128.load(VECTORS, 48);
  const tenThousand = v128.load(VECTORS, 64);
  const limit = v128.load(VECTORS, 80);
  const high = v128.load(VECTORS, 96);
  const million100 = v128.load(VECTORS, 112);
  anyPointed = anyScientific = false;
  mostDecimals = 0;
  let divisors = i64x2.splat(0);
  let longest: i32 = 0;
  let fewest: i32 = WHOLE * SHAPE_BYTES;
  let anyPoint = false;
  // Whole numbers were met: look for points within each token then.
  let whole = false;
  let i: usize = 0;
  for (; i < count; i += 4, to += 32) {
    const at = i << 2;
    const f0 = load<i32>(at, FROM);
    const f1 = load<i32>(at, FROM + 4);
    const f2 = load<i32>(at, FROM + 8);
    const f3 = load<i32>(at, FROM + 12);
    const t0 = load<i32>(at, TO);
    const t1 = load<i32>(at, TO + 4);
    const t2 = load<i32>(at, TO + 8);
    const t3 = load<i32>(at, TO + 12);
    // The separator's last byte and the token's first: zero where they are as expected and a minus.
    const c0 = <i32>load<u16>(f0) ^ separator;
    const c1 = <i32>load<u16>(f1) ^ separator;
    const c2 = <i32>load<u16>(f2) ^ separator;
    const c3 = <i32>load<u16>(f3) ^ separator;
    const n0 = <i32>(c0 < 0x100);
    const n1 = <i32>(c1 < 0x100);
    const n2 = <i32>(c2 < 0x100);
    const n3 = <i32>(c3 < 0x100);
    const l0 = t0 - f0 - n0 + 23;
    const l1 = t1 - f1 - n1 + 23;
    const l2 = t2 - f2 - n2 + 23;
    const l3 = t3 - f3 - n3 + 23;
    const lengths = l0 | l1 | l2 | l3;
    if (((c0 | c1 | c2 | c3) & 0xff) == 0 || separated(at, separator)) {
      if (<u32>lengths < 8 && !whole) {
        const a = v128.load_lane<u64>(t1, v128.load64_zero(t0, 16), 1, 16);
        const b = v128.load_lane<u64>(t3, v128.load64_zero(t2, 16), 1, 16);
        const ma = i8x16.bitmask(i8x16.eq(a, point));
        const mb = i8x16.bitmask(i8x16.eq(b, point));
        const r0 = (<i32>clz(ma & 0xff) * 2 + n0) * SHORT_SHAPE_BYTES;
        const r1 = (<i32>clz(ma) * 2 + n1) * SHORT_SHAPE_BYTES;
        const r2 = (<i32>clz(mb & 0xff) * 2 + n2) * SHORT_SHAPE_BYTES;
        const r3 = (<i32>clz(mb) * 2 + n3) * SHORT_SHAPE_BYTES;
        const shapeA = v128.load_lane<u64>(r1 + (l1 << 3), v128.load64_zero(r0 + (l0 << 3), LOWER), 1, UPPER);
        const shapeB = v128.load_lane<u64>(r3 + (l3 << 3), v128.load64_zero(r2 + (l2 << 3), LOWER), 1, UPPER);
        const da = v128.swizzle(i8x16.sub(a, zero), v128.or(shapeA, high));
        const db = v128.swizzle(i8x16.sub(b, zero), v128.or(shapeB, high));
        if (i8x16.bitmask(i8x16.add_sat_u(i8x16.max_u(da, db), limit)) == 0) {
          const values = eights(da, db, ten, hundred, tenThousand);
          const va = v128.load_lane<u64>(r1, v128.load64_zero(r0, LOWER + SHORT_DIVISOR), 1, UPPER + SHORT_DIVISOR);
          const vb = v128.load_lane<u64>(r3, v128.load64_zero(r2, LOWER + SHORT_DIVISOR), 1, UPPER + SHORT_DIVISOR);
          divisors = i16x8.max_u(divisors, i64x2.shl(va, 1));
          divisors = i16x8.max_u(divisors, i64x2.shl(vb, 1));
          v128.store(to, f64x2.div(f64x2.convert_low_i32x4_s(values), va));
          v128.store(
            to,
            f64x2.div(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(values, values, 2, 3, 2, 3)), vb),
            16,
          );
          anyPoint = true;
          continue;
        }
      } else if (<u32>lengths < 16) {
        const a = v128.load(t0, 8);
        const b = v128.load(t1, 8);
        const c = v128.load(t2, 8);
        const d = v128.load(t3, 8);
        const z0 = <i32>clz(i8x16.bitmask(i8x16.eq(a, point)));
        const z1 = <i32>clz(i8x16.bitmask(i8x16.eq(b, point)));
        const z2 = <i32>clz(i8x16.bitmask(i8x16.eq(c, point)));
        const z3 = <i32>clz(i8x16.bitmask(i8x16.eq(d, point)));
        let r0 = z0 * 2 + n0;
        let r1 = z1 * 2 + n1;
        let r2 = z2 * 2 + n2;
        let r3 = z3 * 2 + n3;
        if (whole) {
          r0 = z0 - 16 < l0 ? r0 : WHOLE + n0;
          r1 = z1 - 16 < l1 ? r1 : WHOLE + n1;
          r2 = z2 - 16 < l2 ? r2 : WHOLE + n2;
          r3 = z3 - 16 < l3 ? r3 : WHOLE + n3;
        }
        r0 *= SHAPE_BYTES;
        r1 *= SHAPE_BYTES;
        r2 *= SHAPE_BYTES;
        r3 *= SHAPE_BYTES;
        const da = v128.swizzle(i8x16.sub(a, zero), v128.load(r0 + (l0 << 4), SHAPE));
        const db = v128.swizzle(i8x16.sub(b, zero), v128.load(r1 + (l1 << 4), SHAPE));
        const dc = v128.swizzle(i8x16.sub(c, zero), v128.load(r2 + (l2 << 4), SHAPE));
        const dd = v128.swizzle(i8x16.sub(d, zero), v128.load(r3 + (l3 << 4), SHAPE));
        const largest = i8x16.max_u(i8x16.max_u(da, db), i8x16.max_u(dc, dd));
        if (i8x16.bitmask(i8x16.add_sat_u(largest, limit)) == 0) {
          const va = v128.load_lane<u64>(r1, v128.load64_zero(r0, DIVISOR), 1, DIVISOR);
          const vb = v128.load_lane<u64>(r3, v128.load64_zero(r2, DIVISOR), 1, DIVISOR);
          divisors = i16x8.max_u(divisors, i64x2.shl(va, 1));
          divisors = i16x8.max_u(divisors, i64x2.shl(vb, 1));
          const ea = eights(da, db, ten, hundred, tenThousand);
          const eb = eights(dc, dd, ten, hundred, tenThousand);
          v128.store(to, f64x2.div(sixteens(ea, million100), va));
          v128.store(to, f64x2.div(sixteens(eb, million100), vb), 16);
          fewest = min(fewest, min(min(r0, r1), min(r2, r3)));
          continue;
        }
      } else if (<u32>((l0 - 8) | (l1 - 8) | (l2 - 8) | (l3 - 8)) < 16) {
        const a = v128.load(t0);
        const b = v128.load(t1);
        const c = v128.load(t2);
        const d = v128.load(t3);
        const r0 = (<i32>clz(i8x16.bitmask(i8x16.eq(a, point))) * 2 + n0) * SHAPE_BYTES;
        const r1 = (<i32>clz(i8x16.bitmask(i8x16.eq(b, point))) * 2 + n1) * SHAPE_BYTES;
        const r2 = (<i32>clz(i8x16.bitmask(i8x16.eq(c, point))) * 2 + n2) * SHAPE_BYTES;
        const r3 = (<i32>clz(i8x16.bitmask(i8x16.eq(d, point))) * 2 + n3) * SHAPE_BYTES;
        const da = v128.swizzle(i8x16.sub(a, zero), v128.load(r0 + (l0 << 4), SHAPE - 128));
        const db = v128.swizzle(i8x16.sub(b, zero), v128.load(r1 + (l1 << 4), SHAPE - 128));
        const dc = v128.swizzle(i8x16.sub(c, zero), v128.load(r2 + (l2 << 4), SHAPE - 128));
        const dd = v128.swizzle(i8x16.sub(d, zero), v128.load(r3 + (l3 << 4), SHAPE - 128));
        const ta = i8x16.sub(v128.load_lane<u64>(t1, v128.load64_zero(t0, 16), 1, 16), zero);
        const tb = i8x16.sub(v128.load_lane<u64>(t3, v128.load64_zero(t2, 16), 1, 16), zero);
        const largest = i8x16.max_u(
          i8x16.max_u(i8x16.max_u(da, db), i8x16.max_u(dc, dd)),
          i8x16.max_u(ta, tb),
        );
        const ea = eights(da, db, ten, hundred, tenThousand);
        const eb = eights(dc, dd, ten, hundred, tenThousand);
        const tails = eights(ta, tb, ten, hundred, tenThousand);
        const ha = i64x2.extract_lane(ea, 0);
        const hb = i64x2.extract_lane(ea, 1);
        const hc = i64x2.extract_lane(eb, 0);
        const hd = i64x2.extract_lane(eb, 1);
        // Below 10^19.
        if (
          i8x16.bitmask(i8x16.add_sat_u(largest, limit)) == 0 &&
          <u32>(<i32>ha | <i32>hb | <i32>hc | <i32>hd) < 512
        ) {
          const ta = i64x2.extract_lane(tails, 0);
          const tb = i64x2.extract_lane(tails, 1);
          const m0 = mantissa(ha, ta & 0xffffffff);
          const m1 = mantissa(hb, ta >>> 32);
          const m2 = mantissa(hc, tb & 0xffffffff);
          const m3 = mantissa(hd, tb >>> 32);
          const s0 = clz(m0);
          const s1 = clz(m1);
          const s2 = clz(m2);
          const s3 = clz(m3);
          const p0 = product(m0 << s0, r0);
          const p1 = product(m1 << s1, r1);
          const p2 = product(m2 << s2, r2);
          const p3 = product(m3 << s3, r3);
          const x0 = reinterpret<u64>(<f64>p0);
          const x1 = reinterpret<u64>(<f64>p1);
          const x2 = reinterpret<u64>(<f64>p2);
          const x3 = reinterpret<u64>(<f64>p3);
          const y0 = reinterpret<u64>(<f64>(p0 + 4));
          const y1 = reinterpret<u64>(<f64>(p1 + 4));
          const y2 = reinterpret<u64>(<f64>(p2 + 4));
          const y3 = reinterpret<u64>(<f64>(p3 + 4));
          store<u64>(to, x0 + load<u64>(r0, EXPONENT) - (s0 << 52), 0);
          store<u64>(to, x1 + load<u64>(r1, EXPONENT) - (s1 << 52), 8);
          store<u64>(to, x2 + load<u64>(r2, EXPONENT) - (s2 << 52), 16);
          store<u64>(to, x3 + load<u64>(r3, EXPONENT) - (s3 << 52), 24);
          longest = max(longest, max(max(r0, r1), max(r2, r3)));
          if (((x0 ^ y0) | (x1 ^ y1) | (x2 ^ y2) | (x3 ^ y3)) == 0) continue;
        }
      }
    }
    if (<u32>lengths < 16 && !whole) whole = true;
    const read = oneByOne(at, to, separator);
    if (read < 4) {
      i += read;
      break;
    }
  }
  if (longest > 0) mostDecimals = max(mostDecimals, longest / (2 * SHAPE_BYTES) - 8);
  const divisor = max(i16x8.extract_lane_u(divisors, 3), i16x8.extract_lane_u(divisors, 7));
  let power: i32 = 0;
  while (<u32>((load<u64>(POWERS_OF_TEN + (power << 3)) << 1) >> 48) < <u32>divisor) power++;
  note(max(mostDecimals, power), anyPoint || fewest < WHOLE * SHAPE_BYTES || longest > 0 || anyPointed, anyScientific);
  return i;
}
