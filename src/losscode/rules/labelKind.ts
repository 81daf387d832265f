import * as l10n from '@vscode/l10n';
import type { LossEvent } from '../events';
import type { Tensor } from '../values';
import { idsInstead, integersInstead, otherLoss } from './labelFixes';
import { madeHere, tensorOf, type Rule, type Fix } from './rule';

/**
 * Labels of a kind that the loss does not take.
 *
 * Bad: `model.compile(loss="sparse_categorical_crossentropy")` and `fit(x, to_categorical(y))`.
 */
export const labelKind: Rule = {
  id: 'label-kind',
  look(event) {
    if (event.type !== 'loss' || event.targets === undefined) return undefined;
    const targets = tensorOf(event.targets);
    if (targets === undefined) return undefined;
    const message = sentence(event, targets);
    if (message === undefined) return undefined;
    return {
      severity: 'error',
      message: () => message,
      at: event.targetsAt ?? event.at,
      related: () => [{ message: l10n.t('The labels are created here'), at: targets.at }, ...madeHere(event)],
      fixes: () => fixesOf(event, targets),
    };
  },
};

function sentence({ name, labels, framework }: LossEvent, { is, integers }: Tensor): string | undefined {
  if (labels === 'ids' && (is === 'one-hot' || is === 'smoothed'))
    return l10n.t('{0} takes class IDs but gets one-hot labels.', name);
  if (labels === 'one-hot' && is === 'class-ids')
    return l10n.t('{0} takes one-hot labels but gets class IDs.', name);
  if (labels === 'ids-or-probabilities' && is === 'one-hot' && integers && framework === 'torch')
    return l10n.t(
      '{0} takes class IDs or probabilities as floats, but gets one-hot labels of integers.',
      name,
    );
  if (
    framework === 'torch' &&
    (labels === 'ids' || labels === 'ids-or-probabilities') &&
    is === 'float-class-ids'
  )
    return l10n.t('{0} takes class IDs as integers but gets floats.', name);
  return undefined;
}

function fixesOf(event: LossEvent, targets: Tensor): Fix[] {
  if (targets.is === 'float-class-ids') return integersInstead(event);
  const other = otherLoss(event, targets.is === 'class-ids' ? 'ids' : 'one-hot');
  return targets.is === 'one-hot' ? [...other, ...idsInstead(event, targets)] : other;
}
