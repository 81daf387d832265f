// Large float32 arrays: float32 exponentials four at a time, sums in float64. Rows this path cannot do well (a NaN, logits
// that are huge or far apart, one class that takes nearly all) go to the accurate path.
import { logSoftmax32, softmax32, statistics32 } from './accurate';
import { log1p } from './log1p';
import { STATISTICS } from './statistics';

/*
 * exp(x)·2^(160 − k) without shifting x by the maximum first: k only has to be near it, since a power of two cancels
 * exactly in the quotient. z = x·log2(e)·2^-22 + magic is 2 and a little, and holds the exponent of the result in the
 * lowest eight bits of its significand. In range no bit above those is set but the one that 2 itself has. Out of range,
 * for NaN and for infinities, another is: one OR per vector tells a whole row. (z = 0 has none, and its result is 0.)
 */
const UNIT: f32 = 2.384185791015625e-7; // 2^-22, one in the units of z
const CENTRE: f32 = 160;
const IN_RANGE: i32 = 0x40000000;
const LOG2E: f64 = 1.4426950408889634;
const constants: usize = memory.data<f32>([
  3.4396530172561726e-7, // log2(e)·2^-22
  2908160, // 2^22 times the upper bits of ln 2
  -890.0079887, // 2^22 times the rest
  0.49999991059303284,
  0.1666651964187622,
  0.0416690856218338,
  0.00836885068565607,
  0.0013780404115095735,
]);
// @ts-ignore: decorator
@inline function constant(i: usize): v128 { return v128.load32_splat(constants + (i << 2)); }

// @ts-ignore: decorator
@inline function exponent(x: v128, scale: v128, magic: v128): v128 { return f32x4.add(f32x4.mul(x, scale), magic); }
// @ts-ignore: decorator
@inline function exp(x: v128, z: v128, magic: v128, high: v128, low: v128, c2: v128, c3: v128, c4: v128, c5: v128, c6: v128): v128 {
  const n = f32x4.sub(z, magic);
  const t = f32x4.sub(f32x4.sub(x, f32x4.mul(n, high)), f32x4.mul(n, low));
  const power = i32x4.shl(z, 23);
  const t2 = f32x4.mul(t, t);
  const q = f32x4.add(f32x4.add(c2, f32x4.mul(t, c3)), f32x4.mul(t2, f32x4.add(f32x4.add(c4, f32x4.mul(t, c5)), f32x4.mul(t2, c6))));
  return f32x4.add(power, f32x4.mul(power, f32x4.add(t, f32x4.mul(t2, q))));
}
/** The even lanes as float64 times 2^-896, which is their bits moved down by three. */
// @ts-ignore: decorator
@inline function even(e: v128): v128 { return i64x2.shr_u(i64x2.shl(e, 32), 3); }
// @ts-ignore: decorator
@inline function odd(e: v128): v128 { return i64x2.shl(i64x2.shr_u(e, 32), 29); }
const WIDENED: f64 = 5.282945311356653e269; // 2^896

// @ts-ignore: decorator
@inline function centre(near: f64): v128 { return f32x4.splat(<f32>2 + (CENTRE - <f32>nearest(near * LOG2E)) * UNIT); }

let seen: v128 = f32x4.splat(0);
let highest: f32 = 0;

/**
 * Σ exp(x_i)·2^(160 − k), the terms stored when `keep`; otherwise the largest x is left in `highest`. What z held is left
 * in `seen`.
 */
// @ts-ignore: decorator
@inline function terms(x: usize, n: i32, magic: v128, keep: bool, y: usize): f64 {
  const scale = constant(0), high = constant(1), low = constant(2);
  const c2 = constant(3), c3 = constant(4), c4 = constant(5), c5 = constant(6), c6 = constant(7);
  let a = f64x2.splat(0), b = a, all = i32x4.splat(IN_RANGE), m = f32x4.splat(-Infinity);
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const p = x + (<usize>i << 2);
    const x0 = v128.load(p), z0 = exponent(x0, scale, magic), e0 = exp(x0, z0, magic, high, low, c2, c3, c4, c5, c6);
    all = v128.or(all, z0);
    if (keep) v128.store(y + (<usize>i << 2), e0);
    else m = f32x4.pmax(m, x0);
    a = f64x2.add(a, even(e0));
    b = f64x2.add(b, odd(e0));
    const x1 = v128.load(p, 16), z1 = exponent(x1, scale, magic), e1 = exp(x1, z1, magic, high, low, c2, c3, c4, c5, c6);
    all = v128.or(all, z1);
    if (keep) v128.store(y + (<usize>i << 2), e1, 16);
    else m = f32x4.pmax(m, x1);
    a = f64x2.add(a, even(e1));
    b = f64x2.add(b, odd(e1));
  }
  let total = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1) + (f64x2.extract_lane(b, 0) + f64x2.extract_lane(b, 1));
  for (; i < n; i++) {
    const v = f32x4.splat(load<f32>(x + (<usize>i << 2)));
    const z = exponent(v, scale, magic), e = exp(v, z, magic, high, low, c2, c3, c4, c5, c6);
    all = v128.or(all, z);
    if (keep) store<f32>(y + (<usize>i << 2), f32x4.extract_lane(e, 0));
    else m = f32x4.pmax(m, v);
    total += f64x2.extract_lane(even(e), 0);
  }
  seen = all;
  if (!keep) {
    m = f32x4.pmax(m, v128.shuffle<i32>(m, m, 2, 3, 2, 3));
    highest = f32x4.extract_lane(f32x4.pmax(m, v128.shuffle<i32>(m, m, 1, 1, 1, 1)), 0);
  }
  return total * WIDENED;
}
function inRange(): bool {
  const any = v128.or(seen, v128.shuffle<i64>(seen, seen, 1, 0));
  return (((i32x4.extract_lane(any, 0) | i32x4.extract_lane(any, 1)) & 0xffffff00) == IN_RANGE);
}

function largest(x: usize, n: i32): f32 {
  let a = f32x4.splat(-Infinity), b = a, c = a, d = a;
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    const p = x + (<usize>i << 2);
    a = f32x4.pmax(a, v128.load(p));
    b = f32x4.pmax(b, v128.load(p, 16));
    c = f32x4.pmax(c, v128.load(p, 32));
    d = f32x4.pmax(d, v128.load(p, 48));
  }
  a = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
  a = f32x4.pmax(a, v128.shuffle<i32>(a, a, 2, 3, 2, 3));
  a = f32x4.pmax(a, v128.shuffle<i32>(a, a, 1, 1, 1, 1));
  let m = f32x4.extract_lane(a, 0);
  for (; i < n; i++) {
    const v = load<f32>(x + (<usize>i << 2));
    if (v > m) m = v;
  }
  return m;
}

/** Softmax of rows of float32; nothing but `y` is written. `wide` is what softmax32 needs. */
export function fastSoftmax(x: usize, rows: i32, n: i32, statistics: usize, y: usize, wide: usize): void {
  const bytes = <usize>n << 2;
  for (let r = 0; r < rows; r++, x += bytes, y += bytes) {
    const near = largest(x, min(n, 16));
    if (Math.abs(near) < 500) {
      const total = terms(x, n, centre(near), true, y);
      if (inRange() && total < 1e36) {
        const inverse = <f32>(1 / total);
        const s = f32x4.splat(inverse);
        let i = 0;
        for (; i + 8 <= n; i += 8) {
          const p = y + (<usize>i << 2);
          v128.store(p, f32x4.mul(s, v128.load(p)));
          v128.store(p, f32x4.mul(s, v128.load(p, 16)), 16);
        }
        for (; i < n; i++) store<f32>(y + (<usize>i << 2), inverse * load<f32>(y + (<usize>i << 2)));
        continue;
      }
    }
    softmax32(x, 1, n, 1, statistics, y, wide);
  }
}

/** Maximum, tail and log1p(tail) of rows of float32; the other statistics are left alone. */
export function fastStatistics(x: usize, rows: i32, n: i32, statistics: usize): void {
  const bytes = <usize>n << 2;
  for (let r = 0; r < rows; r++, x += bytes, statistics += STATISTICS) {
    const near = largest(x, min(n, 16));
    if (Math.abs(near) < 500) {
      const magic = centre(near);
      const total = terms(x, n, magic, false, 0);
      if (inRange() && total < 1e36) {
        const max = highest;
        const v = f32x4.splat(max);
        const z = exponent(v, constant(0), magic);
        const e = exp(v, z, magic, constant(1), constant(2), constant(3), constant(4), constant(5), constant(6), constant(7));
        const one = <f64>f32x4.extract_lane(e, 0);
        const tail = (total - one) / one;
        if (tail > 0.0009765625) {
          store<f64>(statistics, max);
          store<f64>(statistics, tail, 24);
          store<f64>(statistics, log1p(tail), 32);
          continue;
        }
      }
    }
    statistics32(x, 1, n, 1, statistics);
  }
}

/** Log-softmax of rows of float32: (x − max) − log1p(tail) in float32. */
export function fastLogSoftmax(x: usize, rows: i32, n: i32, statistics: usize, y: usize): void {
  const bytes = <usize>n << 2;
  for (let r = 0; r < rows; r++, x += bytes, y += bytes) {
    fastStatistics(x, 1, n, statistics);
    const tail = load<f64>(statistics, 24);
    if (tail != tail) {
      logSoftmax32(x, 1, n, 1, statistics, y);
      continue;
    }
    const max = <f32>load<f64>(statistics), log = <f32>load<f64>(statistics, 32);
    const m = f32x4.splat(max), l = f32x4.splat(log);
    let i = 0;
    for (; i + 4 <= n; i += 4) {
      const o = <usize>i << 2;
      v128.store(y + o, f32x4.sub(f32x4.sub(v128.load(x + o), m), l));
    }
    for (; i < n; i++) {
      const o = <usize>i << 2;
      store<f32>(y + o, load<f32>(x + o) - max - log);
    }
  }
}
/** One exponential as the large float32 path computes it, for measuring its error: exp(x) for |x| < 80. */
export function fastExp(x: f32): f32 {
  const v = f32x4.splat(x), magic = f32x4.splat(<f32>2 + 127 * UNIT);
  const z = exponent(v, constant(0), magic);
  return f32x4.extract_lane(exp(v, z, magic, constant(1), constant(2), constant(3), constant(4), constant(5), constant(6), constant(7)), 0);
}
