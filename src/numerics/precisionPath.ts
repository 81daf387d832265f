import type { NDArray } from '../arrays/ndarray';

/** float32 arrays of more elements than this take the fast path. */
const ACCURATE_ELEMENTS = 1_000_000;

/**
 * Which path an array takes. 'accurate': float64 inside, float32 results rounded once. 'fast': exponentials in float32
 * (below 2 ULP), sums in float64; for large float32 arrays at temperature 1, row by row and only where the row allows it.
 */
export function precisionPath(logits: NDArray, options: { temperature?: number } = {}): 'accurate' | 'fast' {
  const { temperature = 1 } = options;
  const large = logits.dtype === 'float32' && logits.data.length > ACCURATE_ELEMENTS;
  return large && temperature === 1 ? 'fast' : 'accurate';
}
