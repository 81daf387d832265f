import type { Subject } from './rule';

/** Whether every row that is printed is printed whole: nothing, or only other axes than the last are elided. */
export function hasWholeRows({ elided, shape, stats }: Subject): boolean {
  return !elided || (shape.length > 1 && shape[shape.length - 1] === stats.classes);
}
