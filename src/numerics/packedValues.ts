import type { PackedValues } from './kernel';
import { kernelsFor } from './kernels';

/**
 * Whole numbers as their distances from a straight line: none for the numbers of lines, one byte for small class ids, two for
 * the places of records that are about as long as each other.
 *
 * @param values at least one; their differences are below 2^51, which a double holds exactly
 */
export function packValues(values: Float64Array): PackedValues {
  return kernelsFor(values.length).pack(values);
}
