// exp in float64 and float32, two and four lanes at a time, without fused operations: the same bits on every machine.

/**
 * 128 entries of { (2^(i/128) − t)/t as f64, bits(t) − (i << 45) + (SCALE << 52) as u64 } with t = 2^(i/128) rounded.
 * Written once by the host (expTable.ts), which needs the same numbers for its own reference.
 */
export const expTable: usize = memory.data(2048, 16);

/**
 * Every float64 exponential is computed times 2^256 and every argument raised to at least -850: what is a subnormal or
 * a zero in the result is still a normal number in the sum, so no lane needs a branch, and the last multiplication
 * rounds it once.
 */
export const MAGIC: f64 = 6755399441055744; // 1.5 · 2^52
export const ONE: f64 = 1.157920892373162e77; // 2^256
/** Up to here n · ln 2/128 is exact in the upper bits of ln 2/128, for every n that occurs. */
export const MODERATE: f64 = 4096;

// Constants are loaded into locals before a loop: a v128 literal inside one costs four instructions on x64.
const constants: usize = memory.data<f64>([
  184.6649652337873, // 128/ln 2
  MAGIC,
  0.005415212347998022, // ln 2/128, its upper 33 bits
  1.2655086083325438e-13, // and the rest
  0.5,
  0.16666666666666666,
  0.041666666666666664,
  0.008333333333333333,
  -850,
  0.0054152123481245725, // ln 2/128, rounded
]);
// @ts-ignore: decorator
@inline export function inverseStep(): v128 { return v128.load64_splat(constants); }
// @ts-ignore: decorator
@inline export function magic(): v128 { return v128.load64_splat(constants, 8); }
// @ts-ignore: decorator
@inline export function stepHigh(): v128 { return v128.load64_splat(constants, 16); }
// @ts-ignore: decorator
@inline export function stepLow(): v128 { return v128.load64_splat(constants, 24); }
// @ts-ignore: decorator
@inline export function coefficient2(): v128 { return v128.load64_splat(constants, 32); }
// @ts-ignore: decorator
@inline export function coefficient3(): v128 { return v128.load64_splat(constants, 40); }
// @ts-ignore: decorator
@inline export function coefficient4(): v128 { return v128.load64_splat(constants, 48); }
// @ts-ignore: decorator
@inline export function coefficient5(): v128 { return v128.load64_splat(constants, 56); }
// @ts-ignore: decorator
@inline export function floor(): v128 { return v128.load64_splat(constants, 64); }

// @ts-ignore: decorator
@inline export function step(): v128 { return v128.load64_splat(constants, 72); }
// @ts-ignore: decorator
@inline function entry0(k: v128): v128 { return v128.load(expTable + ((<usize>i32x4.extract_lane(k, 0) & 127) << 4)); }
// @ts-ignore: decorator
@inline function entry1(k: v128): v128 { return v128.load(expTable + ((<usize>i32x4.extract_lane(k, 2) & 127) << 4)); }

/** The multiple of ln 2/128 nearest to d, as an integer in the low bits of a float64. */
// @ts-ignore: decorator
@inline export function nearest(d: v128, inverse: v128, shift: v128): v128 { return f64x2.add(f64x2.mul(d, inverse), shift); }

/** 2^(256 + k/128), rounded. */
// @ts-ignore: decorator
@inline export function power(k: v128): v128 {
  const bits = v128.shuffle<i64>(entry0(k), entry1(k), 1, 3);
  return i64x2.add(bits, i64x2.shl(k, 45));
}

/** d − n ln 2/128, n being what k holds; exact but for its last digits. */
// @ts-ignore: decorator
@inline export function reduced(d: v128, k: v128, shift: v128, high: v128, rest: v128): v128 {
  const n = f64x2.sub(k, shift);
  return f64x2.sub(f64x2.sub(d, f64x2.mul(n, high)), f64x2.mul(n, rest));
}

/** exp(r)·2^(k mod 128 / 128) over the rounded power, − 1, for float64: degree 5. */
// @ts-ignore: decorator
@inline export function excess(r: v128, k: v128, c2: v128, c3: v128, c4: v128, c5: v128): v128 {
  const tail = v128.shuffle<i64>(entry0(k), entry1(k), 0, 2);
  const r2 = f64x2.mul(r, r);
  const q = f64x2.add(f64x2.add(c2, f64x2.mul(r, c3)), f64x2.mul(r2, f64x2.add(c4, f64x2.mul(r, c5))));
  return f64x2.add(r, f64x2.add(tail, f64x2.mul(r2, q)));
}

/** exp(d)/power(k) − 1 for results that are rounded to float32: degree 3, 2^-38. */
// @ts-ignore: decorator
@inline export function shortExcess(d: v128, k: v128, shift: v128, step: v128, c2: v128, c3: v128): v128 {
  const r = f64x2.sub(d, f64x2.mul(f64x2.sub(k, shift), step));
  return f64x2.add(r, f64x2.mul(f64x2.mul(r, r), f64x2.add(c2, f64x2.mul(r, c3))));
}
