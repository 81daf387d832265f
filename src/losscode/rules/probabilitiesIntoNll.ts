import * as l10n from '@vscode/l10n';
import { isProbability } from '../tensors';
import { madeHere, origin, type Rule } from './rule';
import { logSoftmaxOf } from './logged';

/**
 * Probabilities into a loss that takes log-probabilities: it becomes negative and rewards what is wrong less and less.
 *
 * Bad: `F.nll_loss(F.softmax(z, dim=1), y)`. Good: `F.nll_loss(F.log_softmax(z, dim=1), y)`.
 */
export const probabilitiesIntoNll: Rule = {
  id: 'probabilities-into-nll',
  look(event) {
    if (event.type !== 'loss' || event.takes !== 'log-probabilities') return undefined;
    const { scores } = event;
    if (!isProbability(scores)) return undefined;
    return {
      severity: 'warning',
      message: () =>
        l10n.t(
          '{0} takes log-probabilities but gets probabilities, so the loss is negative and its gradient isn’t that of a cross-entropy.',
          event.name,
        ),
      at: event.at,
      related: () => [origin(scores), ...madeHere(event)],
      fixes: () => (scores.is === 'softmax' ? logSoftmaxOf(scores) : []),
    };
  },
};
