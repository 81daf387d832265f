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

// The tables of shapes of layout.ts as if they began with row 0, and what stands where in a row.
const SHAPE: usize = SHAPES - 32 * SHAPE_BYTES;
const DIVISOR: usize = SHAPE + 256;
const FIVE_HIGH: usize = SHAPE + 264;
const FIVE_LOW: usize = SHAPE + 268;
const EXPONENT: usize = SHAPE + 272;
const WHOLE: i32 = 66;
const UPPER: usize = SHORT_SHAPES - 32 * SHORT_SHAPE_BYTES;
const LOWER: usize = SHORT_SHAPES - 48 * SHORT_SHAPE_BYTES;
const SHORT_DIVISOR: usize = 64;

/** Sixteen digits as four numbers of four. */
// @ts-ignore: decorator
@inline
function fours(digits: v128, ten: v128, hundred: v128): v128 {
  // 10 a + b in the high byte: a + 256 b times 2561, modulo 2^16.
  return i32x4.dot_i16x8_s(i16x8.shr_u(i16x8.mul(digits, ten), 8), hundred);
}

/** Twice sixteen digits as four numbers of eight. */
// @ts-ignore: decorator
@inline
function eights(a: v128, b: v128, ten: v128, hundred: v128, tenThousand: v128): v128 {
  return i32x4.dot_i16x8_s(
    i16x8.narrow_i32x4_s(fours(a, ten, hundred), fours(b, ten, hundred)),
    tenThousand,
  );
}

/** Two numbers of up to 15 digits from their upper and lower eight: exact in double precision. */
// @ts-ignore: decorator
@inline
function sixteens(eights: v128, hundredMillion: v128): v128 {
  const upper = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(eights, eights, 0, 2, 0, 2));
  const lower = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(eights, eights, 1, 3, 1, 3));
  return f64x2.add(f64x2.mul(upper, hundredMillion), lower);
}

/** Up to three and eight digits, in the lower and upper half of `head`, followed by eight of `tail`. */
// @ts-ignore: decorator
@inline
function mantissa(head: i64, tail: i64): u64 {
  return (head & 0xffffffff) * 10000000000000000 + (head >>> 32) * 100000000 + tail;
}

/**
 * The upper 64 bits of the mantissa, its highest bit set, times the row's power of five in 63 bits. What is left out is
 * less than four: two roundings down, the product of the lower halves and the power's own error. Where this and four
 * more round to the same double the exact product does too, which spares most of the algorithm of Eisel and Lemire.
 */
// @ts-ignore: decorator
@inline
function product(mantissa: u64, row: i32): i64 {
  const a1 = mantissa >> 32;
  const a0 = mantissa & 0xffffffff;
  const b1 = <u64>load<u32>(row, FIVE_HIGH);
  const b0 = <u64>load<u32>(row, FIVE_LOW);
  return a1 * b1 + ((a1 * b0) >> 32) + ((a0 * b1) >> 32);
}

/** A separator's last byte and a token's first: zero where the one is as expected and the other a minus. */
// @ts-ignore: decorator
@inline
function first(from: i32, separator: i32): i32 {
  return <i32>load<u16>(from, 23) ^ separator;
}

// @ts-ignore: decorator
@inline
function isMinus(first: i32): i32 {
  return <i32>(first < 0x100);
}

/** Whether tokens stand behind a separator: white space, a comma alone, or the bracket of the next row. */
function separated(at: usize, end: usize, separator: i32): bool {
  if ((separator & 0xff) == 0x2c) return true;
  for (; at < end; at += 4) {
    const before = load<u8>(load<u32>(at, FROM), 23);
    if (before > 0x20 && load<u8>(load<u32>(at, TO - 4), 24) != 0x5d) return false;
  }
  return true;
}

/** Of the tokens read one by one in a call. */
let anyPoint: bool = false;
let anyScientific: bool = false;
let mostDecimals: i32 = 0;

/** Four tokens of any kind; returns how many of them are numbers before one that is none. */
function oneByOne(at: usize, to: usize, separator: i32, isSeparated: bool): usize {
  for (let i: usize = 0; i < 4; i++, at += 4, to += 8) {
    const from = load<u32>(at, FROM);
    const length = <i32>load<u32>(at, TO) - from;
    if (length <= 0) return i;
    if (!isSeparated && !separated(at, at + 4, separator)) return i;
    const value = rareNumber(from + 24, length);
    if (value != value) return i;
    store<f64>(to, value);
    if (pointed || scientific) anyPoint = true;
    if (scientific) anyScientific = true;
    else if (decimals > mostDecimals) mostDecimals = decimals;
  }
  return 4;
}

/**
 * The tokens listed in FROM and TO, `count` of them, a multiple of four, as values from `to` on; returns how many it
 * read before one that is no number, does not stand behind its separator (where that is not known: `isSeparated`) or must
 * be decided by the host.
 *
 * Four at a time, without a branch on signs, points or digits. Branches tell tokens of up to 7 bytes, of up to 15,
 * those of up to 23 that end in eight digits behind their point, and the rest, which are read one by one.
 */
export function regularNumbers(count: usize, to: usize, separator: i32, isSeparated: bool): usize {
  const zero = v128.load(VECTORS);
  const point = v128.load(VECTORS, 16);
  const ten = v128.load(VECTORS, 32);
  const hundred = v128.load(VECTORS, 48);
  const tenThousand = v128.load(VECTORS, 64);
  const limit = v128.load(VECTORS, 80);
  const high = v128.load(VECTORS, 96);
  const hundredMillion = v128.load(VECTORS, 112);
  anyPoint = anyScientific = false;
  mostDecimals = 0;
  let divisors = i64x2.splat(0);
  let longest: i32 = 0;
  let short = false;
  let fewest: i32 = WHOLE * SHAPE_BYTES;
  // A token without a point was met: from then on each is asked whether the point before its end is its own.
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
    const l0 = t0 - f0;
    const l1 = t1 - f1;
    const l2 = t2 - f2;
    const l3 = t3 - f3;
    const lengths = l0 | l1 | l2 | l3;
    if (<u32>lengths < 16) {
      const c0 = first(f0, separator);
      const c1 = first(f1, separator);
      const c2 = first(f2, separator);
      const c3 = first(f3, separator);
      const n0 = isMinus(c0);
      const n1 = isMinus(c1);
      const n2 = isMinus(c2);
      const n3 = isMinus(c3);
      if (((c0 | c1 | c2 | c3) & 0xff) != 0 && !isSeparated && !separated(at, at + 16, separator)) {
        // Read one by one.
      } else if (<u32>lengths < 8 && !whole) {
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
          short = true;
          continue;
        }
      } else {
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
          v128.store(to, f64x2.div(sixteens(ea, hundredMillion), va));
          v128.store(to, f64x2.div(sixteens(eb, hundredMillion), vb), 16);
          fewest = min(fewest, min(min(r0, r1), min(r2, r3)));
          continue;
        }
      }
      whole = true;
    } else if (<u32>((l0 - 8) | (l1 - 8) | (l2 - 8) | (l3 - 8)) < 16) {
      let done: usize = 0;
      for (; done < 16; done += 8) {
        const f0 = load<i32>(at + done, FROM);
        const f1 = load<i32>(at + done, FROM + 4);
        const t0 = load<i32>(at + done, TO);
        const t1 = load<i32>(at + done, TO + 4);
        const c0 = first(f0, separator);
        const c1 = first(f1, separator);
        if (((c0 | c1) & 0xff) != 0 && !isSeparated && !separated(at + done, at + done + 8, separator)) break;
        const a = v128.load(t0);
        const b = v128.load(t1);
        const r0 = (<i32>clz(i8x16.bitmask(i8x16.eq(a, point))) * 2 + isMinus(c0)) * SHAPE_BYTES;
        const r1 = (<i32>clz(i8x16.bitmask(i8x16.eq(b, point))) * 2 + isMinus(c1)) * SHAPE_BYTES;
        const da = v128.swizzle(i8x16.sub(a, zero), v128.load(r0 + ((t0 - f0) << 4), SHAPE - 128));
        const db = v128.swizzle(i8x16.sub(b, zero), v128.load(r1 + ((t1 - f1) << 4), SHAPE - 128));
        const ends = i8x16.sub(v128.load_lane<u64>(t1, v128.load64_zero(t0, 16), 1, 16), zero);
        const heads = eights(da, db, ten, hundred, tenThousand);
        const tails = i64x2.extract_lane(eights(ends, ends, ten, hundred, tenThousand), 0);
        const h0 = i64x2.extract_lane(heads, 0);
        const h1 = i64x2.extract_lane(heads, 1);
        const largest = i8x16.max_u(i8x16.max_u(da, db), ends);
        // Below 2^63.
        if (i8x16.bitmask(i8x16.add_sat_u(largest, limit)) != 0 || <u32>(<i32>h0 | <i32>h1) >= 512) break;
        const m0 = mantissa(h0, tails & 0xffffffff);
        const m1 = mantissa(h1, tails >>> 32);
        const s0 = clz(m0);
        const s1 = clz(m1);
        const p0 = product(m0 << s0, r0);
        const p1 = product(m1 << s1, r1);
        const x0 = reinterpret<u64>(<f64>p0);
        const x1 = reinterpret<u64>(<f64>p1);
        const y0 = reinterpret<u64>(<f64>(p0 + 4));
        const y1 = reinterpret<u64>(<f64>(p1 + 4));
        store<u64>(to + (done << 1), x0 + load<u64>(r0, EXPONENT) - (s0 << 52));
        store<u64>(to + (done << 1), x1 + load<u64>(r1, EXPONENT) - (s1 << 52), 8);
        longest = max(longest, max(r0, r1));
        if (((x0 ^ y0) | (x1 ^ y1)) != 0) break;
      }
      if (done == 16) continue;
    }
    const read = oneByOne(at, to, separator, isSeparated);
    if (read < 4) {
      i += read;
      break;
    }
  }
  if (longest > 0) mostDecimals = max(mostDecimals, longest / (2 * SHAPE_BYTES) - 8);
  const divisor = max(i16x8.extract_lane_u(divisors, 3), i16x8.extract_lane_u(divisors, 7));
  let power: i32 = 0;
  while (<u32>((load<u64>(POWERS_OF_TEN + (power << 3)) << 1) >> 48) < <u32>divisor) power++;
  const points = anyPoint || short || longest > 0 || fewest < WHOLE * SHAPE_BYTES;
  note(max(mostDecimals, power), points, anyScientific);
  return i;
}
