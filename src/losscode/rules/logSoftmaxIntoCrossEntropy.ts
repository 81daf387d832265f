import * as l10n from '@vscode/l10n';
import { madeHere, origin, tensorOf, withoutActivation, type Rule } from './rule';

/**
 * A log-softmax into a loss that takes logits: a second one changes nothing, unless it goes over another axis.
 *
 * Bad: `F.cross_entropy(F.log_softmax(z, dim=1), y)`. Good: `F.nll_loss(F.log_softmax(z, dim=1), y)`.
 */
export const logSoftmaxIntoCrossEntropy: Rule = {
  id: 'log-softmax-into-cross-entropy',
  look(event) {
    if (event.type !== 'loss' || event.takes !== 'logits' || event.role === 'sampler') return undefined;
    const scores = tensorOf(event.scores);
    if (scores?.is !== 'log-softmax' && scores?.is !== 'log-of-softmax') return undefined;
    const overExamples = scores.axis === 0 && event.framework !== 'numpy';
    return {
      severity: overExamples ? 'warning' : 'hint',
      message: () =>
        overExamples
          ? l10n.t(
              '{0} gets a log-softmax along axis 0, over the examples instead of the classes.',
              event.name,
            )
          : l10n.t('{0} applies log-softmax itself, so this one changes nothing.', event.name),
      at: event.at,
      related: () => [origin(scores), ...madeHere(event)],
      fixes: () => withoutActivation(event, scores),
    };
  },
};
