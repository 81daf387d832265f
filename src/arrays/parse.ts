import { findArrays } from './find';
import type { FoundArray } from './types';

/** Reads text a person selected as an array; `problem` says in one sentence why it is none. */
export function parseArrays(text: string): { found: FoundArray[]; problem?: string } {
  const found = findArrays(text);
  if (found.length === 0) return { found, problem: 'no array of numbers in the text' };
  if (found.every((one) => one.elided))
    return { found, problem: 'the array is printed with "..." (elided): its values are not in the text' };
  return { found };
}
