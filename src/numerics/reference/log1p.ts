const float = new Float64Array(1);
const words = new Int32Array(float.buffer);

/**
 * log(1 + t) for t ≥ 0, below 1 ULP, with relative accuracy near 0. 1 + t = 2^k f with f in [√½, √2); then
 * log f = 2 atanh(g/(2 + g)), g = f − 1, by its odd series, fitted at Chebyshev nodes. Engines differ in Math.log1p.
 */
export function log1p(t: number): number {
  if (!(t > 1.1102230246251565e-16) || t === Infinity) return t;
  let k = 0;
  let g = t;
  let lost = 0;
  if (t >= 0.4142135623730951) {
    const u = 1 + t;
    lost = (t > 1 ? 1 - (u - t) : t - (u - 1)) / u;
    float[0] = u;
    k = (words[1] >>> 20) - 1023;
    words[1] = (words[1] & 0x000fffff) | 0x3ff00000;
    let f = float[0];
    if (f >= 1.4142135623730951) {
      f *= 0.5;
      k++;
    }
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
  return k * 0.6931471804855391 - (half - (s * (half + series) + (k * 7.440617110012397e-11 + lost)) - g);
}
