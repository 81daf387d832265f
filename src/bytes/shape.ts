import * as l10n from '@vscode/l10n';
import { MAX_RANK, describe, sizeOf } from '../arrays/ndarray';

/**
 * Checks a shape from a file, whose values need not fit into memory: a list of sizes whose bytes stay countable.
 * Returns the bytes that its elements take.
 */
export function checkStoredShape(shape: readonly unknown[], elementBytes: number, what: string): number {
  if (shape.length > MAX_RANK)
    throw new Error(l10n.t('{0}: rank {1} exceeds the limit of {2}', what, shape.length, MAX_RANK));
  shape.forEach((size, axis) => {
    if (!Number.isSafeInteger(size) || (size as number) < 0)
      throw new Error(
        l10n.t('{0}: shape[{1}]: expected a non-negative integer, got {2}', what, axis, describe(size)),
      );
  });
  // NumPy refuses an empty array, too, whose other sizes multiply to more than it can count.
  const bytes = sizeOf((shape as number[]).filter((size) => size > 0)) * elementBytes;
  if (!Number.isSafeInteger(bytes))
    throw new Error(l10n.t('{0}: shape {1} is larger than any file', what, `[${shape.join(', ')}]`));
  return shape.includes(0) ? 0 : bytes;
}
