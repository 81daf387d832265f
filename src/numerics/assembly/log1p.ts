const SQRT_HALF: i64 = reinterpret<i64>(0.7071067811865476);

/**
 * log(1 + t) for t ≥ 0, below 1 ULP, with relative accuracy near 0. 1 + t = 2^k f with f in [√½, √2); then
 * log f = 2 atanh(g/(2 + g)), g = f − 1, by its odd series, fitted at Chebyshev nodes.
 */
export function log1p(t: f64): f64 {
  if (!(t > 1.1102230246251565e-16) || t == Infinity) return t;
  let k: i64 = 0;
  let g = t;
  let lost: f64 = 0;
  if (t >= 0.4142135623730951) {
    const u = 1 + t;
    lost = (t > 1 ? 1 - (u - t) : t - (u - 1)) / u;
    const bits = reinterpret<i64>(u);
    k = (bits - SQRT_HALF) >> 52;
    const f = reinterpret<f64>(bits - (k << 52));
    g = f - 1;
  }
  const s = g / (2 + g);
  const z = s * s;
  const series =
    z *
    (0.6666666666666666 +
      z *
        (0.40000000000001007 +
          z *
            (0.2857142857072325 +
              z *
                (0.22222222409750114 +
                  z *
                    (0.18181793732111753 +
                      z * (0.15386342449645143 + z * (0.13266048812203002 + z * 0.131148348695975)))))));
  const half = 0.5 * g * g;
  const n = <f64>k;
  return n * 0.6931471804855391 - (half - (s * (half + series) + (n * 7.440617110012397e-11 + lost)) - g);
}

/** The same of two finite numbers, to the bit. */
// @ts-ignore: decorator
@inline export function log1pPair(t: v128): v128 {
  const one = f64x2.splat(1), root = i64x2.splat(SQRT_HALF);
  const u = f64x2.add(one, t);
  const large = f64x2.ge(t, f64x2.splat(0.4142135623730951));
  const above = f64x2.gt(t, one);
  const back = f64x2.sub(u, v128.bitselect(t, one, above));
  const lost = f64x2.div(f64x2.sub(v128.bitselect(one, t, above), back), u);
  const k = v128.and(i64x2.shr_u(i64x2.sub(u, root), 52), large);
  const f = i64x2.sub(u, i64x2.shl(k, 52));
  const g = v128.bitselect(f64x2.sub(f, one), t, large);
  const s = f64x2.div(g, f64x2.add(f64x2.splat(2), g));
  const z = f64x2.mul(s, s);
  let series = f64x2.splat(0.131148348695975);
  series = f64x2.add(f64x2.splat(0.13266048812203002), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(0.15386342449645143), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(0.18181793732111753), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(0.22222222409750114), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(0.2857142857072325), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(0.40000000000001007), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(0.6666666666666666), f64x2.mul(z, series));
  series = f64x2.mul(z, series);
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), g), g);
  // k is 0 to 1,023: behind the exponent of 2^52 its bits are a float64.
  const n = f64x2.sub(v128.or(k, f64x2.splat(4503599627370496)), f64x2.splat(4503599627370496));
  const low = f64x2.add(f64x2.mul(n, f64x2.splat(7.440617110012397e-11)), v128.and(lost, large));
  const rest = f64x2.sub(f64x2.sub(half, f64x2.add(f64x2.mul(s, f64x2.add(half, series)), low)), g);
  const log = f64x2.sub(f64x2.mul(n, f64x2.splat(0.6931471804855391)), rest);
  return v128.bitselect(log, t, f64x2.gt(t, f64x2.splat(1.1102230246251565e-16)));
}
