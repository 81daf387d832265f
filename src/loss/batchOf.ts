import type { BatchSummary } from './types';
import { summarizeBatch } from './batch';
import type { LossTable } from './lossTable';

/** Figures of a whole batch. */
export function batchOf(table: LossTable): BatchSummary {
  return summarizeBatch({
    classes: table.classes,
    label: table.label ?? new Int8Array(table.rows).fill(-1),
    top: table.top,
    topProbability: table.topProbability,
    loss: table.loss ?? new Float64Array(table.rows),
    counts: table.counts,
    inTopFive: table.inTopFive,
    reduced: table.reduced,
    flags: table.flags,
    decimals: table.decimals,
    temperature: table.settings.temperature,
    sigmoid: table.sigmoid,
  });
}
