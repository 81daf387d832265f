import { findArrays } from './find';
import type { FindContext, FoundArray } from './types';

/** The array around, or touching, an offset in any source text. */
export function findArrayAt(text: string, offset: number, context: FindContext = {}): FoundArray | undefined {
  return findArrays(text, context).find(({ range }) => range[0] <= offset && offset <= range[1]);
}
