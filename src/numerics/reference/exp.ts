import { powers, tails } from '../expTable';

/** Terms are computed times 2^256 and arguments raised to at least FLOOR, so that no term of a sum is subnormal. */
export const ONE = 2 ** 256;
export const FLOOR = -850;

const INVERSE_STEP = 184.6649652337873; // 128/ln 2
const MAGIC = 6755399441055744; // 1.5 · 2^52
const STEP_HIGH = 0.005415212347998022; // ln 2/128, its upper 33 bits
const STEP_LOW = 1.2655086083325438e-13;
const STEP = 0.0054152123481245725; // ln 2/128, rounded

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);

/** 2^(256 + k/128), rounded. */
function power(k: number): number {
  float[0] = powers[k & 127];
  words[1] += (256 + (k >> 7)) << 20;
  return float[0];
}

/** The last term's rounding error: exp(d + low) is the returned value plus this, to about 2^-60. */
export let rounding = 0;

/**
 * exp(d + low) · 2^(256 − octaves) for FLOOR ≤ d − octaves · ln 2 ≤ 1 and a small low: a table of 2^(i/128) and degree 5,
 * below 0.51 ULP.
 */
export function exp(d: number, low: number, octaves = 0): number {
  const shift = MAGIC - 128 * octaves;
  const k = d * INVERSE_STEP + shift;
  if (k !== k) return (rounding = NaN);
  const scale = power(k - MAGIC);
  const n = k - shift;
  const r = d - n * STEP_HIGH - n * STEP_LOW + low;
  const r2 = r * r;
  const q = 0.5 + r * 0.16666666666666666 + r2 * (0.041666666666666664 + r * 0.008333333333333333);
  const grown = scale * (r + (tails[n & 127] + r2 * q));
  const e = scale + grown;
  rounding = scale - e + grown;
  return e;
}

/** 2^256 · exp(d) to 2^-38, for results that are rounded to float32. */
export function shortExp(d: number): number {
  const n = d * INVERSE_STEP + MAGIC - MAGIC;
  if (n !== n) return NaN;
  const scale = power(n);
  const r = d - n * STEP;
  return scale + scale * (r + r * r * (0.5 + r * 0.16666666666666666));
}
