import { MAX_RANK, describe, sizeOf } from '../arrays/ndarray';

/**
 * Checks a shape from a file, whose values need not fit into memory: a list of sizes whose bytes stay countable.
 * Returns the bytes that its elements take.
 */
export function checkStoredShape(shape: readonly unknown[], elementBytes: number, what: string): number {
  if (shape.length > MAX_RANK)
    throw new Error(`${what}: rank ${shape.length} is above the limit of ${MAX_RANK}`);
  shape.forEach((size, axis) => {
    if (!Number.isSafeInteger(size) || (size as number) < 0)
      throw new Error(`${what}: shape[${axis}]: expected a non-negative integer, got ${describe(size)}`);
  });
  // NumPy refuses an empty array, too, whose other sizes multiply to more than it can count.
  const bytes = sizeOf((shape as number[]).filter((size) => size > 0)) * elementBytes;
  if (!Number.isSafeInteger(bytes))
    throw new Error(`${what}: the product of the shape [${shape.join(', ')}] is beyond what a file can hold`);
  return shape.includes(0) ? 0 : bytes;
}
