import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { LossTable } from './lossTable';
import { CompensatedSum, reduced, weightedLoss } from '../numerics';
import { RowCounts } from './rowCounts';
import type { LossSettings } from './types';

/**
 * The table under another reduction or other class weights, from the losses of the rows alone; undefined where the
 * logits are needed: for another temperature, smoothing, ignore index, shift or loss, or labels that are no class ids.
 */
export function reweighted(plain: LossTable, settings: LossSettings): LossTable | undefined {
  const { label, loss, labels } = plain;
  const { classWeights, reduction = 'mean' } = settings;
  const rest = (s: LossSettings) =>
    JSON.stringify([
      s.temperature,
      s.labelSmoothing ?? 0,
      s.ignoreIndex ?? IGNORE_INDEX,
      s.shifted ?? false,
      s.loss ?? 'softmax',
      s.labelOffset ?? 0,
    ]);
  if (plain.settings.classWeights || settings.labelSmoothing || settings.loss === 'sigmoid') return undefined;
  if (rest(plain.settings) !== rest(settings)) return undefined;
  if (!label || !loss) return { ...plain, settings };
  if (classWeights && (labels.softRows > 0 || classWeights.length !== plain.classes)) return undefined;
  const sum = new CompensatedSum();
  const denominator = new CompensatedSum();
  const weightOf = (row: number) => classWeights?.[label[row]] ?? 1;
  const weighted = classWeights
    ? loss.map((nll, row) => (label[row] < 0 ? nll : weightedLoss(nll, weightOf(row))))
    : loss;
  for (let row = 0; row < label.length; row++) {
    if (label[row] < 0) continue;
    sum.add(weighted[row]);
    denominator.add(weightOf(row));
  }
  const counts = new RowCounts();
  counts.add({ ...plain, label, loss: weighted }, plain.classes);
  return {
    ...plain,
    settings,
    counts,
    loss: weighted,
    reduced: reduced(reduction, sum.value, denominator.value),
  };
}
