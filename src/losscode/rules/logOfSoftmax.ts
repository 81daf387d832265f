import * as l10n from '@vscode/l10n';
import { isProbability } from '../tensors';
import { logged } from './logged';
import { origin, tensorOf, type Rule } from './rule';

/**
 * The logarithm of a softmax or sigmoid that was computed first: −∞ where the probability is too small for the type.
 *
 * Bad: `torch.log(F.softmax(z, dim=1))`. Good: `F.log_softmax(z, dim=1)`.
 */
export const logOfSoftmax: Rule = {
  id: 'log-of-softmax',
  look(event) {
    if (event.type !== 'log' || !isProbability(event.of) || event.of.epsilon !== undefined) return undefined;
    const { of } = event;
    // What a trained model answers is all that is there, and numbers that stand in the code are never far apart.
    if (of.predicted || tensorOf(of.of)?.written) return undefined;
    return {
      // In float64 a probability has to be far smaller to vanish.
      severity: of.byHand || event.framework === 'numpy' ? 'hint' : 'warning',
      message: () =>
        of.is === 'softmax'
          ? l10n.t(
              'The logarithm of a softmax is −∞ where a probability underflows (in float32, for a logit 104 below the largest). log_softmax stays finite.',
            )
          : l10n.t('The logarithm of a sigmoid is −∞ where the sigmoid underflows. logsigmoid stays finite.'),
      at: event.at,
      related: () => [origin(of)],
      fixes: () => logged(event, of),
    };
  },
};
