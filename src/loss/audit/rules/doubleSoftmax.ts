import * as l10n from '@vscode/l10n';
import { doubleSoftmaxFloor } from '../../doubleSoftmaxFloor';
import { figure } from '../figures';
import type { AuditRule } from '../rule';

/** Said where the loss of a second softmax is what was printed, and neither the plain loss nor a likelier way is. */
export const doubleSoftmax: AuditRule = {
  check({ explained, table: { classes } }) {
    if (!explained || explained.agrees || explained.fitting[0]?.id !== 'double-softmax') return undefined;
    return {
      id: 'double-softmax',
      severity: 'warning',
      message: l10n.t(
        'Softmax was taken twice: the printed loss {0} is that of probabilities passed as logits.',
        explained.printed.value,
      ),
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
