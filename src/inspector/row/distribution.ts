import type { RowDetail } from '../../worker/protocol';

/** A masked label makes the loss infinite and flags the row, but leaves its distribution. */
export function hasDistribution({ probabilities }: RowDetail): boolean {
  return probabilities.length > 0 && !Number.isNaN(probabilities[0]);
}
