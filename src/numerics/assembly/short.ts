// Short rows in float64 inside, two rows at a time, one in each lane: what is done once a row costs half. The operations
// on a row, and so its bits, are those of accurate.ts, whose lanes (even and odd elements) are two accumulators here.
import {
  MODERATE, ONE, coefficient2, coefficient3, coefficient4, coefficient5, excess, floor, inverseStep, magic, nearest,
  power, reduced, shortExcess, step, stepHigh, stepLow,
} from './exp';
import { log1p, log1pPair } from './log1p';
import { STATISTICS } from './statistics';

/** Longer rows gain nothing: there the loop over a row outweighs what is done once a row. */
export const SHORT: i32 = 24;

// The terms of both rows and what rounding took from them, element by element.
const kept: usize = memory.data(384, 16);
const keptLow: usize = memory.data(384, 16);

// What the last pass over a pair of rows found, as in accurate.ts.
let sum: v128 = f64x2.splat(0);
let lost: v128 = f64x2.splat(0);
let unit: v128 = f64x2.splat(0);
let unitLow: v128 = f64x2.splat(0);

/** The elements at p and q. */
// @ts-ignore: decorator
@inline function both<X>(p: usize, q: usize): v128 {
  if (sizeof<X>() == 4) return f64x2.promote_low_f32x4(v128.load32_lane(q, v128.load32_zero(p), 1));
  return v128.load64_lane(q, v128.load64_zero(p), 1);
}

/** The largest element of either row. NaN is passed over. */
// @ts-ignore: decorator
@inline function maxima<X>(x: usize, n: i32): v128 {
  let next = x + <usize>n * sizeof<X>();
  const end = next;
  if (sizeof<X>() == 4) {
    let m = f32x4.splat(-Infinity);
    for (; x + 8 <= end; x += 8, next += 8) {
      m = f32x4.pmax(m, v128.load64_lane(next, v128.load64_zero(x), 1));
    }
    m = f32x4.pmax(v128.shuffle<i32>(m, m, 0, 2, 0, 2), v128.shuffle<i32>(m, m, 1, 3, 1, 3));
    if (x < end) m = f32x4.pmax(m, v128.load32_lane(next, v128.load32_zero(x), 1));
    return f64x2.promote_low_f32x4(m);
  }
  let m = f64x2.splat(-Infinity);
  for (; x < end; x += 8, next += 8) m = f64x2.pmax(m, both<f64>(x, next));
  return m;
}

// The loops take two elements of each row at a time, with their ends, the temperature and the mask decided outside:
// a branch, a spilled constant and the engine's own check for interruption cost as much as the arithmetic of an element.

/** exp(d)·2^256 for rows of float32. */
// @ts-ignore: decorator
@inline function term(d: v128, inverse: v128, shift: v128, whole: v128, c2: v128, c3: v128): v128 {
  const k = nearest(d, inverse, shift);
  const scale = power(k);
  return f64x2.add(scale, f64x2.mul(scale, shortExcess(d, k, shift, whole, c2, c3)));
}
/** (x − m)/T of the elements at p and q, raised to the floor; where they are the maximum, the floor when `masked`. */
// @ts-ignore: decorator
@inline function distance(p: usize, q: usize, m: v128, t: v128, least: v128, warm: bool, masked: bool): v128 {
  const v = both<f32>(p, q);
  let d = f64x2.sub(v, m);
  if (warm) d = f64x2.div(d, t);
  d = f64x2.pmax(d, least);
  return masked ? v128.bitselect(least, d, f64x2.eq(v, m)) : d;
}
/** Sums the terms of two rows of float32, and keeps them; those of the maxima count for nothing when `masked`. */
// @ts-ignore: decorator
@inline function terms32(x: usize, n: i32, m: v128, temperature: f64, warm: bool, masked: bool): void {
  const inverse = inverseStep(), shift = magic(), whole = step(), c2 = coefficient2(), c3 = coefficient3();
  const least = floor(), t = f64x2.splat(temperature);
  unit = f64x2.splat(ONE);
  unitLow = f64x2.splat(0);
  // Even and odd elements.
  let s = f64x2.splat(0), otherS = s;
  let next = x + (<usize>n << 2), to = kept;
  const end = next;
  for (; x + 8 <= end; x += 8, next += 8, to += 32) {
    const e = term(distance(x, next, m, t, least, warm, masked), inverse, shift, whole, c2, c3);
    const f = term(distance(x + 4, next + 4, m, t, least, warm, masked), inverse, shift, whole, c2, c3);
    s = f64x2.add(s, e);
    otherS = f64x2.add(otherS, f);
    if (!masked) {
      v128.store(to, e);
      v128.store(to, f, 16);
    }
  }
  if (x < end) {
    const e = term(distance(x, next, m, t, least, warm, masked), inverse, shift, whole, c2, c3);
    s = f64x2.add(s, e);
    // Accurate.ts fills up with -∞, whose term is not quite zero.
    otherS = f64x2.add(otherS, term(least, inverse, shift, whole, c2, c3));
    if (!masked) v128.store(to, e);
  }
  total(s, otherS, f64x2.splat(0));
}

/** The elements at p and q, raised to the floor; where they are the maximum, the floor when `masked`. */
// @ts-ignore: decorator
@inline function raised(p: usize, q: usize, m: v128, least: v128, masked: bool): v128 {
  const v = both<f64>(p, q);
  const d = f64x2.pmax(v, least);
  return masked ? v128.bitselect(least, d, f64x2.eq(v, m)) : d;
}
/** What rounding took from sum = a + b. */
// @ts-ignore: decorator
@inline function sumError(a: v128, b: v128, sum: v128): v128 {
  const part = f64x2.sub(sum, a);
  return f64x2.add(f64x2.sub(a, f64x2.sub(sum, part)), f64x2.sub(b, part));
}
/** The terms of two rows of float64, reduced from x itself (the direct form of accurate.ts), likewise. */
// @ts-ignore: decorator
@inline function terms64(x: usize, n: i32, m: v128, masked: bool): void {
  const inverse = inverseStep(), high = stepHigh(), rest = stepLow();
  const c2 = coefficient2(), c3 = coefficient3(), c4 = coefficient4(), c5 = coefficient5();
  const octaves = f64x2.floor(f64x2.add(f64x2.mul(m, f64x2.splat(1.4426950408889634)), f64x2.splat(0.5)));
  const shift = f64x2.sub(magic(), f64x2.mul(f64x2.splat(128), octaves));
  const least = f64x2.add(m, floor());
  {
    const k = nearest(m, inverse, shift), scale = power(k);
    const grown = f64x2.mul(scale, excess(reduced(m, k, shift, high, rest), k, c2, c3, c4, c5));
    unit = f64x2.add(scale, grown);
    unitLow = f64x2.add(f64x2.sub(scale, unit), grown);
  }
  let s = f64x2.splat(0), l = s, otherS = s, otherL = s;
  let next = x + (<usize>n << 3), to = kept;
  const end = next;
  for (; x < end; x += 16, next += 16, to += 32) {
    const d = raised(x, next, m, least, masked);
    const k = nearest(d, inverse, shift), scale = power(k);
    const grown = f64x2.mul(scale, excess(reduced(d, k, shift, high, rest), k, c2, c3, c4, c5));
    const e = f64x2.add(scale, grown), rounding = f64x2.add(f64x2.sub(scale, e), grown);
    const sum = f64x2.add(s, e);
    l = f64x2.add(l, f64x2.add(sumError(s, e, sum), rounding));
    s = sum;
    // Beyond the row -∞ counts, as in accurate.ts.
    const otherD = x + 8 < end ? raised(x + 8, next + 8, m, least, masked) : least;
    const otherK = nearest(otherD, inverse, shift), otherScale = power(otherK);
    const otherGrown = f64x2.mul(
      otherScale,
      excess(reduced(otherD, otherK, shift, high, rest), otherK, c2, c3, c4, c5),
    );
    const f = f64x2.add(otherScale, otherGrown);
    const otherRounding = f64x2.add(f64x2.sub(otherScale, f), otherGrown);
    const otherSum = f64x2.add(otherS, f);
    otherL = f64x2.add(otherL, f64x2.add(sumError(otherS, f, otherSum), otherRounding));
    otherS = otherSum;
    if (!masked) {
      v128.store(to, e);
      v128.store(to, f, 16);
      v128.store(to + (keptLow - kept), rounding);
      v128.store(to + (keptLow - kept), otherRounding, 16);
    }
  }
  total(s, otherS, f64x2.add(l, otherL));
}
/** Adds the sums of even and odd elements; `low` is what rounding took from them. */
// @ts-ignore: decorator
@inline function total(s: v128, otherS: v128, low: v128): void {
  sum = f64x2.add(s, otherS);
  lost = f64x2.add(sumError(s, otherS, sum), low);
}
function warm32(x: usize, n: i32, m: v128, temperature: f64): void {
  terms32(x, n, m, temperature, true, false);
}
/** At temperature 1 too: a division by it changes nothing. */
function others32(x: usize, n: i32, m: v128, temperature: f64): void {
  terms32(x, n, m, temperature, true, true);
}
function others64(x: usize, n: i32, m: v128): void {
  terms64(x, n, m, true);
}

// @ts-ignore: decorator
@inline function upperHalves(t: v128): v128 {
  const c = f64x2.mul(t, f64x2.splat(134217729));
  return f64x2.sub(c, f64x2.sub(c, t));
}
/** a·b − p for p = a·b rounded (Dekker); nothing here is large enough to overflow. */
// @ts-ignore: decorator
@inline function productError(a: v128, b: v128, p: v128): v128 {
  const ah = upperHalves(a), al = f64x2.sub(a, ah), bh = upperHalves(b), bl = f64x2.sub(b, bh);
  return f64x2.add(
    f64x2.add(f64x2.add(f64x2.sub(f64x2.mul(ah, bh), p), f64x2.mul(ah, bl)), f64x2.mul(al, bh)),
    f64x2.mul(al, bl),
  );
}

/**
 * The statistics of two rows, and their terms in `kept`. Returns false, with nothing written, where a row is
 * not plain: a NaN, no finite maximum, or float64 that does not take the direct form.
 */
// @ts-ignore: decorator
@inline function pair<X>(x: usize, n: i32, temperature: f64, statistics: usize): bool {
  const m = maxima<X>(x, n);
  const bound = f64x2.splat(sizeof<X>() == 4 ? Infinity : MODERATE);
  if (!i64x2.all_true(f64x2.lt(f64x2.abs(m), bound))) return false;
  if (sizeof<X>() == 8) terms64(x, n, m, false);
  else if (temperature != 1) warm32(x, n, m, temperature);
  else terms32(x, n, m, 1, false, false);
  const one = unit, oneLow = unitLow;
  let high = f64x2.sub(sum, one);
  const back = f64x2.sub(high, sum);
  let low = f64x2.add(
    f64x2.sub(f64x2.sub(sum, f64x2.sub(high, back)), f64x2.add(one, back)),
    f64x2.sub(lost, oneLow),
  );
  const threshold = f64x2.splat(sizeof<X>() == 4 ? 3.814697265625e-6 : 9.313225746154785e-10);
  const confident = f64x2.le(high, f64x2.mul(one, threshold));
  if (v128.any_true(confident)) {
    // So far ahead, the maximum stands alone.
    if (sizeof<X>() == 4) others32(x, n, m, temperature);
    else others64(x, n, m);
    high = v128.bitselect(sum, high, confident);
    low = v128.bitselect(lost, low, confident);
  }
  sum = high;
  lost = low;
  let tail = f64x2.div(f64x2.add(high, low), one);
  if (sizeof<X>() == 8) {
    const q = f64x2.div(high, one);
    const product = f64x2.mul(q, one);
    const error = f64x2.sub(
      f64x2.add(f64x2.sub(f64x2.sub(high, product), productError(q, one, product)), low),
      f64x2.mul(q, oneLow),
    );
    const exact = f64x2.eq(oneLow, f64x2.splat(0));
    tail = v128.bitselect(tail, f64x2.add(q, f64x2.div(error, one)), exact);
  }
  if (!i64x2.all_true(f64x2.eq(tail, tail))) return false;
  v128.store64_lane(statistics, m, 0);
  v128.store64_lane(statistics, tail, 0, 24);
  statistics += STATISTICS;
  v128.store64_lane(statistics, m, 1);
  v128.store64_lane(statistics, tail, 1, 24);
  return true;
}
/** log1p(tail) of all rows, in a loop of its own: the rows' long chains of dependent operations overlap. */
export function logs(rows: i32, statistics: usize): void {
  let r = 0;
  for (; r + 2 <= rows; r += 2, statistics += 2 * STATISTICS) {
    const log = log1pPair(both<f64>(statistics + 24, statistics + STATISTICS + 24));
    v128.store64_lane(statistics, log, 0, 32);
    v128.store64_lane(statistics, log, 1, STATISTICS + 32);
  }
  if (r < rows) store<f64>(statistics, log1p(load<f64>(statistics, 24)), 32);
}
export function pairStatistics32(x: usize, n: i32, temperature: f64, statistics: usize): bool {
  return pair<f32>(x, n, temperature, statistics);
}
export function pairStatistics64(x: usize, n: i32, statistics: usize): bool {
  return pair<f64>(x, n, 1, statistics);
}

/** Softmax of two float32 rows; false as above. */
export function pairSoftmax32(x: usize, n: i32, temperature: f64, statistics: usize, y: usize): bool {
  if (!pairStatistics32(x, n, temperature, statistics)) return false;
  const r = f64x2.div(f64x2.splat(1), f64x2.add(unit, sum));
  const end = kept + (<usize>n << 4);
  let next = y + (<usize>n << 2);
  let from = kept;
  for (; from + 32 <= end; from += 32, y += 8, next += 8) {
    const p = f32x4.demote_f64x2_zero(f64x2.mul(r, v128.load(from)));
    const q = f32x4.demote_f64x2_zero(f64x2.mul(r, v128.load(from, 16)));
    const four = v128.shuffle<i32>(p, q, 0, 4, 1, 5);
    v128.store64_lane(y, four, 0);
    v128.store64_lane(next, four, 1);
  }
  if (from < end) {
    const p = f32x4.demote_f64x2_zero(f64x2.mul(r, v128.load(from)));
    v128.store32_lane(y, p, 0);
    v128.store32_lane(next, p, 1);
  }
  return true;
}
/** Softmax of two float64 rows at temperature 1; false as above. */
export function pairSoftmax64(x: usize, n: i32, statistics: usize, y: usize): bool {
  if (!pairStatistics64(x, n, statistics)) return false;
  const total = f64x2.add(unit, sum);
  const one = f64x2.splat(1);
  const r = f64x2.div(one, total);
  const above = f64x2.gt(unit, sum);
  const larger = v128.bitselect(unit, sum, above), smaller = v128.bitselect(sum, unit, above);
  const rest = f64x2.add(f64x2.add(f64x2.sub(larger, total), smaller), f64x2.add(lost, unitLow));
  const product = f64x2.mul(r, total);
  const c = f64x2.mul(
    f64x2.sub(f64x2.sub(f64x2.sub(one, product), productError(r, total, product)), f64x2.mul(r, rest)),
    r,
  );
  let next = y + (<usize>n << 3);
  for (let i = 0; i < n; i++, y += 8, next += 8) {
    const e = v128.load(kept + (<usize>i << 4));
    const low = v128.load(keptLow + (<usize>i << 4));
    const p = f64x2.add(f64x2.mul(e, r), f64x2.add(f64x2.mul(e, c), f64x2.mul(low, r)));
    v128.store64_lane(y, p, 0);
    v128.store64_lane(next, p, 1);
  }
  return true;
}
