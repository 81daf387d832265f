import * as l10n from '@vscode/l10n';
import { anotherLoss, takesProbabilities } from './logitsIntoProbabilityLoss';
import { madeHere, origin, tensorOf, type Rule } from './rule';

/**
 * A ReLU, or a layer's output as it is, into a loss that takes probabilities.
 *
 * Bad: `nn.NLLLoss()(F.relu(self.fc(x)), y)`. Good: `nn.NLLLoss()(F.log_softmax(self.fc(x), dim=1), y)`.
 */
export const reluIntoProbabilityLoss: Rule = {
  id: 'relu-into-probability-loss',
  look(event) {
    if (event.type !== 'loss' || !takesProbabilities(event)) return undefined;
    const scores = tensorOf(event.scores);
    if (scores?.is !== 'relu' && scores?.is !== 'hidden') return undefined;
    return {
      severity: 'warning',
      message: () =>
        event.takes === 'log-probabilities'
          ? l10n.t(
              '{0} takes log-probabilities but gets the output of a layer, which isn’t normalized.',
              event.name,
            )
          : l10n.t('{0} takes probabilities but gets the output of a layer, which can exceed 1.', event.name),
      at: event.at,
      related: () => [origin(scores), ...madeHere(event)],
      fixes: () => anotherLoss(event),
    };
  },
};
