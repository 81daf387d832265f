import type { RankCurve } from '../../worker/protocol';

/** The classes of one row, the most probable first, with their logits. */
export interface RankedRow {
  row: number;
  classes: Int32Array;
  logits: Float64Array;
}

/**
 * Probability against rank, at ranks that are evenly spaced on a logarithmic axis and at the label's.
 *
 * @param logSumExp of the whole row at this temperature
 * @param label a class that counts
 */
export function rankCurve(
  { row, classes, logits }: RankedRow,
  temperature: number,
  logSumExp: number,
  points: number,
  label: number | undefined,
): RankCurve {
  const labelRank = label === undefined ? 0 : classes.indexOf(label) + 1;
  const ranks = new Set(labelRank > 0 ? [labelRank] : []);
  for (let i = 0; i < points; i++) ranks.add(Math.round(classes.length ** (i / (points - 1))));
  const rank = Int32Array.from(ranks).sort();
  return {
    row,
    rank,
    classes: rank.map((r) => classes[r - 1]),
    probabilities: Float64Array.from(rank, (r) => Math.exp(logits[r - 1] / temperature - logSumExp)),
    ...(labelRank > 0 && { labelRank }),
  };
}
