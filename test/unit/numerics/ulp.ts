const float = new Float64Array(1);
const words = new BigInt64Array(float.buffer);

/** Distance from x to the next float64 or float32 of larger magnitude, subnormals included. */
export function ulp(x: number, dtype: 'float32' | 'float64'): number {
  float[0] = Math.abs(x);
  const exponent = Number(words[0] >> 52n) - 1023;
  return dtype === 'float64' ? 2 ** Math.max(-1074, exponent - 52) : 2 ** Math.max(-149, exponent - 23);
}

/** Error of y in ULP of the true value, which is given as two float64 that add up to it. */
export function ulpError(y: number, [high, low]: readonly number[], dtype: 'float32' | 'float64'): number {
  return y === high && low === 0 ? 0 : Math.abs(y - high - low) / ulp(high, dtype);
}
