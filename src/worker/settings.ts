import type { Arrangement } from '../arrays/arrange';
import type { FoundArray } from '../arrays/types';
import type { LossSettings } from '../loss/types';

/** How an array is looked at first. Where its labels are several a row, no softmax can fit them. */
export function settingsAtFirst({ labels }: FoundArray): LossSettings & { loss?: 'sigmoid' } {
  return {
    temperature: 1,
    reduction: 'mean',
    labelSmoothing: 0,
    ...(labels?.kind === 'multi-hot' && { loss: 'sigmoid' as const }),
  };
}

/** The settings under a reading, which may leave no choice of the loss. */
export function settingsUnder<T extends LossSettings>(
  { loss, reading }: Pick<Arrangement, 'loss' | 'reading'>,
  settings: T,
): T {
  // Of a distribution no class is a yes or no of its own.
  const only = loss ?? (reading === 'logits' ? undefined : 'softmax');
  return only === undefined || (settings.loss ?? 'softmax') === only ? settings : { ...settings, loss: only };
}
