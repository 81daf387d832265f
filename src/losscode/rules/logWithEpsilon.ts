import * as l10n from '@vscode/l10n';
import { isProbability } from '../tensors';
import { logged } from './logged';
import { origin, tensorOf, type Rule } from './rule';

/**
 * A small number that keeps the logarithm of a probability finite, and the loss below −ln of it.
 *
 * Bad: `-torch.log(F.softmax(z, dim=1) + 1e-8)`. Good: `-F.log_softmax(z, dim=1)`.
 */
export const logWithEpsilon: Rule = {
  id: 'log-with-epsilon',
  look(event) {
    if (event.type !== 'log' || !isProbability(event.of) || event.of.epsilon === undefined) return undefined;
    const { of } = event;
    if (of.predicted || tensorOf(of.of)?.written) return undefined;
    const { epsilon = NaN } = of;
    return {
      severity: 'hint',
      message: () =>
        Number.isNaN(epsilon)
          ? l10n.t(
              'The small number keeps this logarithm finite but hides the largest losses and their gradients. log_softmax and logsigmoid don’t need one.',
            )
          : l10n.t(
              'With {0}, the loss of a row can’t exceed {1}, and its gradient vanishes there. log_softmax and logsigmoid don’t need such a number.',
              String(epsilon),
              (-Math.log(epsilon)).toFixed(2),
            ),
      at: event.at,
      related: () => [origin(of)],
      fixes: () => logged(event, of),
    };
  },
};
