import { Z95 } from './normal';

/** Wilson's interval of a proportion (1927), without correction for continuity: of 95 %, or of other ends of the normal curve. */
export function wilson(hits: number, of: number, z = Z95): [low: number, high: number] {
  const z2 = z * z;
  const p = hits / of;
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (z * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of))) / (1 + z2 / of);
  return [hits === 0 ? 0 : middle - half, hits === of ? 1 : middle + half];
}

/** A proportion with its interval; undefined of nothing. */
export function proportion(
  hits: number,
  of: number,
): { value: number; interval: [number, number] } | undefined {
  return of > 0 ? { value: hits / of, interval: wilson(hits, of) } : undefined;
}
