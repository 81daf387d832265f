/** Ettinger's "lowbias32" (https://nullprogram.com/blog/2018/07/31/): 32 bits from 32, as good as random. */
export function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
