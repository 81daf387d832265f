import * as l10n from '@vscode/l10n';
import type { LossEvent } from '../events';
import { isFloored } from '../lossOptions';
import type { Tensor } from '../values';
import { isProbability } from '../tensors';
import { madeHere, origin, tensorOf, withoutActivation, type Rule } from './rule';

/**
 * A softmax's value into a loss that takes logits.
 *
 * Bad: `F.cross_entropy(F.softmax(net(x), dim=1), y)`. Good: `F.cross_entropy(net(x), y)`.
 */
export const softmaxIntoCrossEntropy: Rule = {
  id: 'softmax-into-cross-entropy',
  look(event) {
    if (event.type !== 'loss' || event.takes !== 'logits' || event.role === 'sampler') return undefined;
    const { scores } = event;
    if (!isProbability(scores)) return undefined;
    return {
      severity: 'warning',
      message: () =>
        scores.is === 'softmax'
          ? softened(event, scores)
          : l10n.t(
              '{0} takes logits and applies softmax itself, but it gets the outputs of a sigmoid, which all lie between 0 and 1.',
              event.name,
            ),
      at: event.at,
      related: () => [origin(scores), ...madeHere(event)],
      fixes: () => withoutActivation(event, scores),
    };
  },
};

/** With the number of classes, where the layer says it, the least loss is a number. */
function softened(event: LossEvent, { of }: Tensor): string {
  const { name } = event;
  if (!isFloored(event))
    return l10n.t(
      '{0} takes logits and applies softmax itself, but it gets probabilities, and learning slows down.',
      name,
    );
  const classes = tensorOf(of)?.width;
  if (classes === undefined || classes < 2)
    return l10n.t(
      '{0} takes logits and applies softmax itself, but it gets probabilities. With C classes, the loss can’t fall below ln(1 + (C − 1)/e), and learning slows down.',
      name,
    );
  return l10n.t(
    '{0} takes logits and applies softmax itself, but it gets probabilities. With {1} classes, the loss can’t fall below {2}, and learning slows down.',
    name,
    classes,
    Math.log1p((classes - 1) / Math.E).toFixed(4),
  );
}
