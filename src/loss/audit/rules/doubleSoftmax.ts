import * as l10n from '@vscode/l10n';
import { doubleSoftmaxFloor } from '../../doubleSoftmaxFloor';
import type { Explained } from '../explainLoss';
import { asPrinted, figure } from '../figures';
import type { AuditRule } from '../rule';

/** Ways that give the printed loss as well, named beside the likeliest. */
const OTHERS = 2;

/** What gives the printed loss beside the likeliest way, a sentence each. */
export function alsoOf([, ...others]: Explained['fitting']): string[] {
  return others.slice(0, OTHERS).map(({ what }) => l10n.t('The printed loss also fits {0}.', what));
}

/** The likeliest way to the printed loss: said once, by the rule here. */
export function isDoubleSoftmax({ agrees, fitting }: Explained): boolean {
  return !agrees && fitting[0]?.id === 'double-softmax';
}

/** Said where the loss of a second softmax is what was printed, and neither the plain loss nor a likelier way is. */
export const doubleSoftmax: AuditRule = {
  check({ explained, table: { classes } }) {
    if (!explained || !isDoubleSoftmax(explained)) return undefined;
    return {
      id: 'double-softmax',
      severity: 'warning',
      message: [
        l10n.t(
          'Softmax was taken twice: the printed loss {0} is that of probabilities passed as logits.',
          asPrinted(explained.printed.value),
        ),
        ...alsoOf(explained.fitting),
      ].join(' '),
      evidence: l10n.t(
        'once: {0}, twice: {1}; no loss of a double softmax over {2} classes can fall below {3}',
        figure(explained.computed),
        figure(explained.fitting[0].value),
        classes,
        figure(doubleSoftmaxFloor(classes)),
      ),
      remedy: l10n.t(
        'Remove the softmax from the model, or use a loss that takes probabilities: cross_entropy takes logits.',
      ),
    };
  },
};
