// Rows in float64 inside, whatever the input: float64 with the rounding of x − max carried and the sums compensated,
// float32 computed in plain float64 and rounded once.
import {
  MAGIC, MODERATE, ONE, coefficient2, coefficient3, coefficient4, coefficient5, excess, floor, inverseStep, magic, nearest, power,
  reduced, shortExcess, step, stepHigh, stepLow,
} from './exp';
import { log1p } from './log1p';
import { SHORT, logs, pairSoftmax32, pairSoftmax64, pairStatistics32, pairStatistics64 } from './short';
import { STATISTICS } from './statistics';


// What the last pass over a row found, the maximum's own term left out; in units of the maximum's term.
let sum: f64 = 0;
let lost: f64 = 0;
let weighted: f64 = 0;
let unit: f64 = 0;
let unitLow: f64 = 0;
// What the last scan found.
let largest: f64 = 0;
let second: f64 = 0;
let at: i32 = 0;

// @ts-ignore: decorator
@inline function pair<X>(p: usize): v128 {
  return sizeof<X>() == 4 ? f64x2.promote_low_f32x4(v128.load64_zero(p)) : v128.load(p);
}
/** The last element of a row of odd length, beside a lane that counts for nothing. */
// @ts-ignore: decorator
@inline function single<X>(p: usize): v128 { return f64x2.replace_lane(f64x2.splat(-Infinity), 0, <f64>load<X>(p)); }

/** Finds the largest element, its first index and the second largest. NaN is passed over. */
function scan<X>(x: usize, n: i32): void {
  let i = 0;
  if (sizeof<X>() == 4) {
    let m = f32x4.splat(-Infinity), s = m;
    for (; i + 4 <= n; i += 4) {
      const v = v128.load(x + (<usize>i << 2));
      s = f32x4.pmax(s, f32x4.pmin(m, v));
      m = f32x4.pmax(m, v);
    }
    for (; i < n; i++) {
      const v = v128.load32_splat(x + (<usize>i << 2));
      const one = v128.bitselect(v, f32x4.splat(-Infinity), i32x4(-1, 0, 0, 0));
      s = f32x4.pmax(s, f32x4.pmin(m, one));
      m = f32x4.pmax(m, one);
    }
    let turned = v128.shuffle<i32>(m, m, 2, 3, 0, 1);
    s = f32x4.pmax(f32x4.pmax(s, v128.shuffle<i32>(s, s, 2, 3, 0, 1)), f32x4.pmin(m, turned));
    m = f32x4.pmax(m, turned);
    turned = v128.shuffle<i32>(m, m, 1, 0, 3, 2);
    s = f32x4.pmax(f32x4.pmax(s, v128.shuffle<i32>(s, s, 1, 0, 3, 2)), f32x4.pmin(m, turned));
    largest = f32x4.extract_lane(f32x4.pmax(m, turned), 0);
    second = f32x4.extract_lane(s, 0);
  } else {
    let m = f64x2.splat(-Infinity), s = m;
    for (; i < n; i += 2) {
      const p = x + (<usize>i << 3);
      const v = i + 1 < n ? v128.load(p) : single<f64>(p);
      s = f64x2.pmax(s, f64x2.pmin(m, v));
      m = f64x2.pmax(m, v);
    }
    const turned = v128.shuffle<i64>(m, m, 1, 0);
    s = f64x2.pmax(f64x2.pmax(s, v128.shuffle<i64>(s, s, 1, 0)), f64x2.pmin(m, turned));
    largest = f64x2.extract_lane(f64x2.pmax(m, turned), 0);
    second = f64x2.extract_lane(s, 0);
  }
  at = find<X>(x, n, <X>largest);
}
/** The largest element. NaN is passed over. */
// @ts-ignore: decorator
@inline function maximum<X>(x: usize, n: i32): f64 {
  let i = 0;
  if (sizeof<X>() == 4) {
    let m = f32x4.splat(-Infinity), o = m;
    for (; i + 8 <= n; i += 8) {
      const p = x + (<usize>i << 2);
      m = f32x4.pmax(m, v128.load(p));
      o = f32x4.pmax(o, v128.load(p, 16));
    }
    for (; i + 2 <= n; i += 2) o = f32x4.pmax(o, v128.load64_splat(x + (<usize>i << 2)));
    if (i < n) o = f32x4.pmax(o, v128.load32_splat(x + (<usize>i << 2)));
    m = f32x4.pmax(m, o);
    m = f32x4.pmax(m, v128.shuffle<i32>(m, m, 2, 3, 0, 1));
    return f32x4.extract_lane(f32x4.pmax(m, v128.shuffle<i32>(m, m, 1, 0, 3, 2)), 0);
  }
  let m = f64x2.splat(-Infinity), o = m;
  for (; i + 4 <= n; i += 4) {
    const p = x + (<usize>i << 3);
    m = f64x2.pmax(m, v128.load(p));
    o = f64x2.pmax(o, v128.load(p, 16));
  }
  for (; i < n; i++) o = f64x2.pmax(o, v128.load64_splat(x + (<usize>i << 3)));
  m = f64x2.pmax(m, o);
  return f64x2.extract_lane(f64x2.pmax(m, v128.shuffle<i64>(m, m, 1, 0)), 0);
}
/** The first index of a value, 0 when it is nowhere. */
export function find<X>(x: usize, n: i32, value: X): i32 {
  let i = 0;
  if (sizeof<X>() == 4) {
    const v = f32x4.splat(<f32>value);
    for (; i + 4 <= n; i += 4) if (v128.any_true(f32x4.eq(v, v128.load(x + (<usize>i << 2))))) break;
  } else {
    const v = f64x2.splat(<f64>value);
    for (; i + 2 <= n; i += 2) if (v128.any_true(f64x2.eq(v, v128.load(x + (<usize>i << 3))))) break;
  }
  for (; i < n; i++) if (load<X>(x + <usize>i * sizeof<X>()) == value) return i;
  return 0;
}
function hasNaN<X>(x: usize, n: i32): bool {
  for (let i = 0; i < n; i++) {
    const v = load<X>(x + <usize>i * sizeof<X>());
    if (v != v) return true;
  }
  return false;
}

/** t split in halves whose products are exact (Veltkamp); not split where that would overflow. */
// @ts-ignore: decorator
@inline function upperHalf(t: f64): f64 {
  if (!(Math.abs(t) < 1e290)) return t;
  const c = t * 134217729;
  return c - (c - t);
}
// @ts-ignore: decorator
@inline function upperHalves(t: v128): v128 {
  const c = f64x2.mul(t, f64x2.splat(134217729));
  return f64x2.sub(c, f64x2.sub(c, t));
}

/** (x − m)/T, rounded. */
// @ts-ignore: decorator
@inline function quotient(x: v128, m: v128, temperature: v128, warm: bool): v128 {
  const d = f64x2.sub(x, m);
  return warm ? f64x2.div(d, temperature) : d;
}
/** What rounding took from (x − m)/T: TwoDiff, and the remainder of the division. Meaningless where q is infinite. */
// @ts-ignore: decorator
@inline function remainder(x: v128, m: v128, q: v128, temperature: v128, upper: v128, warm: bool): v128 {
  const d = f64x2.sub(x, m);
  const back = f64x2.sub(d, x);
  const low = f64x2.sub(f64x2.sub(x, f64x2.sub(d, back)), f64x2.add(m, back));
  if (!warm) return low;
  const product = f64x2.mul(q, temperature);
  const qh = upperHalves(q);
  const ql = f64x2.sub(q, qh);
  const tl = f64x2.sub(temperature, upper);
  const error = f64x2.add(
    f64x2.add(f64x2.add(f64x2.sub(f64x2.mul(qh, upper), product), f64x2.mul(qh, tl)), f64x2.mul(ql, upper)),
    f64x2.mul(ql, tl),
  );
  return f64x2.div(f64x2.add(f64x2.sub(f64x2.sub(d, product), error), low), temperature);
}

/**
 * Sums exp((x_i − m)/T) into `sum`, `lost`, `weighted`, in units of `unit` + `unitLow`, and stores the terms when `keep`.
 *
 * `direct` is for float64 rows of moderate logits at temperature 1: exp(x_i)·2^-K is reduced from x_i itself, K near
 * m/ln 2, so that no difference is rounded; the unit is the maximum's own term. Otherwise the difference is taken, its
 * rounding error carried, and the unit is 2^256.
 */
// @ts-ignore: decorator
@inline function terms<X>(x: usize, n: i32, max: f64, temperature: f64, direct: bool, keep: bool, wide: usize, low: usize, weigh: bool): void {
  const inverse = inverseStep(), high = stepHigh(), rest = stepLow(), whole = step();
  const c2 = coefficient2(), c3 = coefficient3(), c4 = coefficient4(), c5 = coefficient5();
  const shift = direct ? f64x2.splat(MAGIC - 128 * Math.round(max * 1.4426950408889634)) : magic();
  const least = direct ? f64x2.splat(max - 850) : floor();
  const m = f64x2.splat(max), t = f64x2.splat(temperature), upper = f64x2.splat(upperHalf(temperature));
  const warm = temperature != 1;
  unit = ONE;
  unitLow = 0;
  if (direct) {
    const k = nearest(m, inverse, shift);
    const scale = power(k);
    const grown = f64x2.mul(scale, excess(reduced(m, k, shift, high, rest), k, c2, c3, c4, c5));
    const e = f64x2.add(scale, grown);
    unit = f64x2.extract_lane(e, 0);
    unitLow = f64x2.extract_lane(f64x2.add(f64x2.sub(scale, e), grown), 0);
  }
  let s = f64x2.splat(0), l = s, w = s;
  for (let i = 0; i < n; i += 2) {
    const p = x + <usize>i * sizeof<X>();
    const v = i + 1 < n ? pair<X>(p) : single<X>(p);
    const q = direct ? v : quotient(v, m, t, warm);
    const d = f64x2.pmax(q, least);
    const k = nearest(d, inverse, shift);
    const scale = power(k);
    let e: v128;
    if (sizeof<X>() == 4) {
      e = f64x2.add(scale, f64x2.mul(scale, shortExcess(d, k, shift, whole, c2, c3)));
      s = f64x2.add(s, e);
    } else {
      let r = reduced(d, k, shift, high, rest);
      if (!direct) r = f64x2.add(r, v128.and(remainder(v, m, q, t, upper, warm), f64x2.gt(q, least)));
      const grown = f64x2.mul(scale, excess(r, k, c2, c3, c4, c5));
      e = f64x2.add(scale, grown);
      const rounding = f64x2.add(f64x2.sub(scale, e), grown);
      if (keep) v128.store(low + (<usize>i << 3), rounding);
      const next = f64x2.add(s, e);
      const part = f64x2.sub(next, s);
      l = f64x2.add(l, f64x2.add(f64x2.add(f64x2.sub(s, f64x2.sub(next, part)), f64x2.sub(e, part)), rounding));
      s = next;
    }
    if (weigh) w = f64x2.sub(w, f64x2.mul(e, direct ? f64x2.sub(d, m) : d));
    if (keep) v128.store(wide + (<usize>i << 3), e);
  }
  const a = f64x2.extract_lane(s, 0), b = f64x2.extract_lane(s, 1);
  sum = a + b;
  const part = sum - a;
  lost = a - (sum - part) + (b - part) + (f64x2.extract_lane(l, 0) + f64x2.extract_lane(l, 1));
  if (weigh) weighted = (f64x2.extract_lane(w, 0) + f64x2.extract_lane(w, 1)) / unit;
}
/** The loop in its two forms; which one is settled once a row. */
// @ts-ignore: decorator
@inline function allTerms<X>(x: usize, n: i32, max: f64, temperature: f64, keep: bool, wide: usize, low: usize, weigh: bool): void {
  if (sizeof<X>() == 8 && temperature == 1 && Math.abs(max) < MODERATE) {
    terms<X>(x, n, max, 1, true, keep, wide, low, weigh);
  } else {
    terms<X>(x, n, max, temperature, false, keep, wide, low, weigh);
  }
}
/** (sum + lost)/(unit + unitLow), rounded once but for a hundredth of an ULP. */
// @ts-ignore: decorator
@inline function relativeSum(): f64 {
  if (unitLow == 0) return (sum + lost) / unit;
  const q = sum / unit;
  const product = q * unit;
  return q + (sum - product - productError(q, unit, product) + lost - q * unitLow) / unit;
}

/**
 * One row's statistics; its terms too when `keep`. Returns whether the row has a softmax. Argmax and second are found only
 * when `weigh`.
 * The maximum's own term is taken from the sum again, unless that would leave too few digits: then the maximum is masked
 * and the others are summed without it.
 */
// @ts-ignore: decorator
@inline function row<X>(x: usize, n: i32, temperature: f64, statistics: usize, keep: bool, wide: usize, low: usize, weigh: bool): bool {
  if (weigh) {
    scan<X>(x, n);
    store<f64>(statistics, <f64>at, 8);
    store<f64>(statistics, second, 16);
  } else largest = maximum<X>(x, n);
  const max = largest;
  store<f64>(statistics, max);
  if (max - max != 0) {
    if (hasNaN<X>(x, n)) store<f64>(statistics, NaN);
    none(statistics);
    return false;
  }
  allTerms<X>(x, n, max, temperature, keep, wide, low, weigh);
  const others = sum - unit;
  const back = others - sum;
  lost = sum - (others - back) - (unit + back) + (lost - unitLow);
  sum = others;
  if (others <= unit * (sizeof<X>() == 4 ? 3.814697265625e-6 : 9.313225746154785e-10)) {
    const index = find<X>(x, n, <X>max);
    const top = x + <usize>index * sizeof<X>();
    store<X>(top, <X>-Infinity);
    allTerms<X>(x, n, max, temperature, keep, wide, low, weigh);
    store<X>(top, <X>max);
    if (keep) {
      store<f64>(wide + (<usize>index << 3), unit);
      if (sizeof<X>() == 8) store<f64>(low + (<usize>index << 3), unitLow);
    }
  }
  const tail = relativeSum();
  if (tail != tail) {
    store<f64>(statistics, NaN);
    none(statistics);
    return false;
  }
  store<f64>(statistics, tail, 24);
  store<f64>(statistics, log1p(tail), 32);
  if (weigh) store<f64>(statistics, weighted, 40);
  return true;
}
function none(statistics: usize): void {
  store<f64>(statistics, NaN, 16);
  store<f64>(statistics, NaN, 24);
  store<f64>(statistics, NaN, 32);
  store<f64>(statistics, NaN, 40);
}

/** Its statistics alone: one copy for all who need no more. */
function plainRow<X>(x: usize, n: i32, temperature: f64, statistics: usize): bool {
  return row<X>(x, n, temperature, statistics, false, 0, 0, false);
}

// @ts-ignore: decorator
@inline function statisticsOf<X>(x: usize, rows: i32, n: i32, temperature: f64, statistics: usize, weigh: bool): void {
  const bytes = <usize>n * sizeof<X>();
  const paired = !weigh && n <= SHORT && (sizeof<X>() == 4 || temperature == 1);
  for (let r = 0; r < rows; r++, x += bytes, statistics += STATISTICS) {
    if (paired && r + 1 < rows) {
      const done = sizeof<X>() == 4 ? pairStatistics32(x, n, temperature, statistics) : pairStatistics64(x, n, statistics);
      if (done) {
        r++;
        x += bytes;
        statistics += STATISTICS;
        continue;
      }
    }
    if (weigh) row<X>(x, n, temperature, statistics, false, 0, 0, true);
    else plainRow<X>(x, n, temperature, statistics);
  }
  if (paired) logs(rows, statistics - <usize>rows * STATISTICS);
}
export function statistics32(x: usize, rows: i32, n: i32, temperature: f64, statistics: usize): void {
  statisticsOf<f32>(x, rows, n, temperature, statistics, false);
}
export function statistics64(x: usize, rows: i32, n: i32, temperature: f64, statistics: usize): void {
  statisticsOf<f64>(x, rows, n, temperature, statistics, false);
}
export function weighted32(x: usize, rows: i32, n: i32, temperature: f64, statistics: usize): void {
  statisticsOf<f32>(x, rows, n, temperature, statistics, true);
}
export function weighted64(x: usize, rows: i32, n: i32, temperature: f64, statistics: usize): void {
  statisticsOf<f64>(x, rows, n, temperature, statistics, true);
}

/** a·b − p for p = a·b rounded (Dekker). */
// @ts-ignore: decorator
@inline function productError(a: f64, b: f64, p: f64): f64 {
  const ah = upperHalf(a), al = a - ah, bh = upperHalf(b), bl = b - bh;
  return ah * bh - p + ah * bl + al * bh + al * bl;
}

// @ts-ignore: decorator
@inline function fillNaN<X>(y: usize, n: i32): void {
  for (let i = 0; i < n; i++) store<X>(y + <usize>i * sizeof<X>(), <X>NaN);
}

/** Softmax of one row; `wide` and `low` hold n float64 each, rounded up to even. For float64 `wide` may be y. */
// @ts-ignore: decorator
@inline function softmaxRow<X>(x: usize, n: i32, temperature: f64, statistics: usize, y: usize, wide: usize, low: usize): void {
  if (!row<X>(x, n, temperature, statistics, true, wide, low, false)) {
    fillNaN<X>(y, n);
    return;
  }
  const total = unit + sum;
  const inverse = 1 / total;
  const r = f64x2.splat(inverse);
  if (sizeof<X>() == 4) {
    let i = 0;
    for (; i + 2 <= n; i += 2) {
      const p = f32x4.demote_f64x2_zero(f64x2.mul(r, v128.load(wide + (<usize>i << 3))));
      v128.store64_lane(y + (<usize>i << 2), p, 0);
    }
    if (i < n) store<f32>(y + (<usize>i << 2), <f32>(inverse * load<f64>(wide + (<usize>i << 3))));
    return;
  }
  const rest = (unit > sum ? unit - total + sum : sum - total + unit) + (lost + unitLow);
  const product = inverse * total;
  const short = (1 - product - productError(inverse, total, product) - inverse * rest) * inverse;
  const c = f64x2.splat(short);
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    const o = <usize>i << 3;
    const e = v128.load(wide + o);
    v128.store(y + o, f64x2.add(f64x2.mul(e, r), f64x2.add(f64x2.mul(e, c), f64x2.mul(v128.load(low + o), r))));
  }
  if (i < n) {
    const o = <usize>i << 3;
    const e = load<f64>(wide + o);
    store<f64>(y + o, e * inverse + (e * short + load<f64>(low + o) * inverse));
  }
}
/** The logs of the tails are left to `logs`. */
export function softmax32(x: usize, rows: i32, n: i32, temperature: f64, statistics: usize, y: usize, wide: usize): void {
  const bytes = <usize>n << 2;
  for (let r = 0; r < rows; r++, x += bytes, y += bytes, statistics += STATISTICS) {
    if (n <= SHORT && r + 1 < rows && pairSoftmax32(x, n, temperature, statistics, y)) {
      r++;
      x += bytes;
      y += bytes;
      statistics += STATISTICS;
    } else softmaxRow<f32>(x, n, temperature, statistics, y, wide, 0);
  }
}
/** The logs of the tails are left to `logs`. */
export function softmax64(x: usize, rows: i32, n: i32, temperature: f64, statistics: usize, y: usize, low: usize): void {
  const bytes = <usize>n << 3;
  const paired = n <= SHORT && temperature == 1;
  for (let r = 0; r < rows; r++, x += bytes, y += bytes, statistics += STATISTICS) {
    if (paired && r + 1 < rows && pairSoftmax64(x, n, statistics, y)) {
      r++;
      x += bytes;
      y += bytes;
      statistics += STATISTICS;
    } else softmaxRow<f64>(x, n, temperature, statistics, y, y, low);
  }
}

/** (x − max)/T − log1p(tail), both carried; −∞ stays −∞. */
// @ts-ignore: decorator
@inline function logSoftmaxRow<X>(x: usize, n: i32, temperature: f64, statistics: usize, y: usize): void {
  if (!plainRow<X>(x, n, temperature, statistics)) {
    fillNaN<X>(y, n);
    return;
  }
  const m = f64x2.splat(load<f64>(statistics)), t = f64x2.splat(temperature);
  const upper = f64x2.splat(upperHalf(temperature)), log = f64x2.splat(load<f64>(statistics, 32));
  const warm = temperature != 1;
  for (let i = 0; i < n; i += 2) {
    const p = x + <usize>i * sizeof<X>();
    const v = i + 1 < n ? pair<X>(p) : single<X>(p);
    const q = quotient(v, m, t, warm);
    let z = f64x2.sub(q, log);
    if (sizeof<X>() == 8) {
      const back = f64x2.sub(z, q);
      const error = f64x2.sub(f64x2.sub(q, f64x2.sub(z, back)), f64x2.add(log, back));
      const carried = f64x2.add(error, remainder(v, m, q, t, upper, warm));
      z = f64x2.add(z, v128.and(carried, f64x2.gt(q, f64x2.splat(-1.7976931348623157e308))));
      const o = y + (<usize>i << 3);
      if (i + 1 < n) v128.store(o, z);
      else store<f64>(o, f64x2.extract_lane(z, 0));
    } else {
      const o = y + (<usize>i << 2);
      if (i + 1 < n) v128.store64_lane(o, f32x4.demote_f64x2_zero(z), 0);
      else store<f32>(o, <f32>f64x2.extract_lane(z, 0));
    }
  }
}
export function logSoftmax32(x: usize, rows: i32, n: i32, temperature: f64, statistics: usize, y: usize): void {
  const bytes = <usize>n << 2;
  for (let r = 0; r < rows; r++, x += bytes, y += bytes, statistics += STATISTICS) {
    logSoftmaxRow<f32>(x, n, temperature, statistics, y);
  }
}
export function logSoftmax64(x: usize, rows: i32, n: i32, temperature: f64, statistics: usize, y: usize): void {
  const bytes = <usize>n << 3;
  for (let r = 0; r < rows; r++, x += bytes, y += bytes, statistics += STATISTICS) {
    logSoftmaxRow<f64>(x, n, temperature, statistics, y);
  }
}

/** The sums over a row whose listed elements the host has set to −∞: Σ exp(d), its compensation, Σ −d exp(d). */
// @ts-ignore: decorator
@inline function restOf<X>(x: usize, n: i32, max: f64, temperature: f64, out: usize): void {
  allTerms<X>(x, n, max, temperature, false, 0, 0, true);
  store<f64>(out, relativeSum());
  store<f64>(out, weighted, 8);
}
export function rest32(x: usize, n: i32, max: f64, temperature: f64, out: usize): void {
  restOf<f32>(x, n, max, temperature, out);
}
export function rest64(x: usize, n: i32, max: f64, temperature: f64, out: usize): void {
  restOf<f64>(x, n, max, temperature, out);
}

/**
 * The k largest elements in descending order, ties by lower index, NaN first; k ≤ n. A heap with the last of the k at its
 * root: n log k steps, and few of them, since most elements are passed over 64 bytes at a time.
 */
// @ts-ignore: decorator
@inline function topKOf<X>(x: usize, n: i32, k: i32, indices: usize, values: usize): void {
  if (k == 0) return;
  for (let i = 0; i < k; i++) put(indices, values, i, <f64>load<X>(x + <usize>i * sizeof<X>()), i);
  for (let at = (k >> 1) - 1; at >= 0; at--) sink(indices, values, k, at, valueAt(values, at), indexAt(indices, at));
  let threshold = load<f64>(values);
  const stride = <i32>(64 / sizeof<X>());
  for (let i = k; i < n;) {
    while (i + stride <= n) {
      const p = x + <usize>i * sizeof<X>();
      if (sizeof<X>() == 4) {
        const h = f32x4.splat(<f32>threshold);
        const within = v128.and(
          v128.and(f32x4.le(v128.load(p), h), f32x4.le(v128.load(p, 16), h)),
          v128.and(f32x4.le(v128.load(p, 32), h), f32x4.le(v128.load(p, 48), h)),
        );
        if (!i32x4.all_true(within)) break;
      } else {
        const h = f64x2.splat(threshold);
        const within = v128.and(
          v128.and(f64x2.le(v128.load(p), h), f64x2.le(v128.load(p, 16), h)),
          v128.and(f64x2.le(v128.load(p, 32), h), f64x2.le(v128.load(p, 48), h)),
        );
        if (!i64x2.all_true(within)) break;
      }
      i += stride;
    }
    for (const end = min(n, i + stride); i < end; i++) {
      const v = <f64>load<X>(x + <usize>i * sizeof<X>());
      if (!precedes(v, threshold)) continue;
      sink(indices, values, k, 0, v, i);
      threshold = load<f64>(values);
    }
  }
  for (let last = k - 1; last > 0; last--) {
    const v = valueAt(values, last), index = indexAt(indices, last);
    put(indices, values, last, load<f64>(values), load<i32>(indices));
    sink(indices, values, last, 0, v, index);
  }
}
// @ts-ignore: decorator
@inline function precedes(v: f64, w: f64): bool { return v > w || (v != v && w == w); }
// @ts-ignore: decorator
@inline function follows(v: f64, i: i32, w: f64, j: i32): bool { return precedes(w, v) || (i > j && !precedes(v, w)); }
// @ts-ignore: decorator
@inline function valueAt(values: usize, at: i32): f64 { return load<f64>(values + (<usize>at << 3)); }
// @ts-ignore: decorator
@inline function indexAt(indices: usize, at: i32): i32 { return load<i32>(indices + (<usize>at << 2)); }
// @ts-ignore: decorator
@inline function put(indices: usize, values: usize, at: i32, v: f64, index: i32): void {
  store<f64>(values + (<usize>at << 3), v);
  store<i32>(indices + (<usize>at << 2), index);
}
/** Puts an element in place of the one at `at` and moves it down to where no child follows it. */
function sink(indices: usize, values: usize, size: i32, at: i32, v: f64, index: i32): void {
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    const right = child + 1;
    if (
      right < size &&
      follows(valueAt(values, right), indexAt(indices, right), valueAt(values, child), indexAt(indices, child))
    ) child = right;
    const w = valueAt(values, child), j = indexAt(indices, child);
    if (!follows(w, j, v, index)) break;
    put(indices, values, at, w, j);
    at = child;
  }
  put(indices, values, at, v, index);
}
export function topK32(x: usize, n: i32, k: i32, indices: usize, values: usize): void {
  topKOf<f32>(x, n, k, indices, values);
}
export function topK64(x: usize, n: i32, k: i32, indices: usize, values: usize): void {
  topKOf<f64>(x, n, k, indices, values);
}

/** How many elements are NaN, +∞ and −∞. */
// @ts-ignore: decorator
@inline function countOf<X>(x: usize, n: i32, out: usize): void {
  let nan = i64x2.splat(0), above = nan, below = nan;
  let i = 0;
  const lanes = 16 / <i32>sizeof<X>();
  for (; i + lanes <= n; i += lanes) {
    const v = v128.load(x + <usize>i * sizeof<X>());
    if (sizeof<X>() == 4) {
      nan = i32x4.sub(nan, f32x4.ne(v, v));
      above = i32x4.sub(above, f32x4.eq(v, f32x4.splat(Infinity)));
      below = i32x4.sub(below, f32x4.eq(v, f32x4.splat(-Infinity)));
    } else {
      nan = i64x2.sub(nan, f64x2.ne(v, v));
      above = i64x2.sub(above, f64x2.eq(v, f64x2.splat(Infinity)));
      below = i64x2.sub(below, f64x2.eq(v, f64x2.splat(-Infinity)));
    }
  }
  let nans = lanesOf<X>(nan), aboves = lanesOf<X>(above), belows = lanesOf<X>(below);
  for (; i < n; i++) {
    const v = load<X>(x + <usize>i * sizeof<X>());
    if (v != v) nans++;
    else if (v == <X>Infinity) aboves++;
    else if (v == <X>-Infinity) belows++;
  }
  store<f64>(out, <f64>nans);
  store<f64>(out, <f64>aboves, 8);
  store<f64>(out, <f64>belows, 16);
}
// @ts-ignore: decorator
@inline function lanesOf<X>(v: v128): i64 {
  if (sizeof<X>() == 8) return i64x2.extract_lane(v, 0) + i64x2.extract_lane(v, 1);
  return <i64>(i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3));
}
export function count32(x: usize, n: i32, out: usize): void {
  countOf<f32>(x, n, out);
}
export function count64(x: usize, n: i32, out: usize): void {
  countOf<f64>(x, n, out);
}
