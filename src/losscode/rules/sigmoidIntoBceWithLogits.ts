import * as l10n from '@vscode/l10n';
import { isFloored } from '../lossOptions';
import { isProbability } from '../tensors';
import { madeHere, origin, withoutActivation, type Rule } from './rule';

/**
 * A sigmoid into a loss that takes its sigmoid itself.
 *
 * Bad: `nn.BCEWithLogitsLoss()(torch.sigmoid(z), y)`. Good: `nn.BCEWithLogitsLoss()(z, y)`.
 */
export const sigmoidIntoBceWithLogits: Rule = {
  id: 'sigmoid-into-bce-with-logits',
  look(event) {
    if (event.type !== 'loss' || event.takes !== 'binary-logits' || event.role === 'sampler')
      return undefined;
    const { scores } = event;
    if (!isProbability(scores)) return undefined;
    return {
      severity: 'warning',
      message: () =>
        isFloored(event)
          ? l10n.t(
              '{0} takes logits and applies the sigmoid itself, but it gets probabilities. The loss can’t fall below 0.3133.',
              event.name,
            )
          : l10n.t('{0} takes logits and applies the sigmoid itself, but it gets probabilities.', event.name),
      at: event.at,
      related: () => [origin(scores), ...madeHere(event)],
      fixes: () => withoutActivation(event, scores),
    };
  },
};
