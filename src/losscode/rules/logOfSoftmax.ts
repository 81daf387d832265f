import * as l10n from '@vscode/l10n';
import { isProbability } from '../tensors';
import type { FunctionEvent } from '../events';
import type { Place } from '../source';
import type { Tensor } from '../values';
import { origin, type Found, type Rule } from './rule';

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
    // What a trained model answers is all that is there.
    if (of.predicted) return undefined;
    return {
      // In float64 a probability has to be far smaller to vanish.
      severity: of.byHand || event.framework === 'numpy' ? 'hint' : 'warning',
      message:
        of.is === 'softmax'
          ? l10n.t(
              'The logarithm of a softmax is −∞ where a probability is too small for its type (a logit 104 below the largest, in float32). log_softmax computes it without a loss.',
            )
          : l10n.t(
              'The logarithm of a sigmoid is −∞ where the sigmoid is too small for its type. logsigmoid computes it without a loss.',
            ),
      at: event.at,
      related: [origin(of)],
      fixes: inOne(event, of),
    };
  },
};

/** `torch.log(F.softmax(x, dim=1))` as `F.log_softmax(x, dim=1)`, where one stands in the other. */
export function inOne({ at, ofAt }: FunctionEvent, of: Tensor): Found['fixes'] {
  if (of.is !== 'softmax' || ofAt === undefined || of.at.source !== at.source) return [];
  if (of.at.start !== ofAt.start || of.at.end !== ofAt.end) return [];
  const logged = loggedText(of.at);
  return logged === undefined
    ? []
    : [{ title: l10n.t('Use log_softmax'), edits: [{ place: at, text: logged }] }];
}

/** A call of a softmax as one of the log-softmax. */
export function logSoftmaxIn(place: Place): Found['fixes'] {
  const text = loggedText(place);
  return text === undefined ? [] : [{ title: l10n.t('Use log_softmax'), edits: [{ place, text }] }];
}

function loggedText({ source, start, end }: Place): string | undefined {
  const text = source.text.slice(start, end);
  const open = text.indexOf('(');
  const head = open < 0 ? '' : text.slice(0, open);
  if (/(?:^|\.)softmax$/.test(head)) {
    if (/^(?:np|numpy|torch\.nn|tf)\.softmax$/.test(head)) return undefined;
    return `${head.slice(0, -'softmax'.length)}log_softmax${text.slice(open)}`;
  }
  // `x[0].softmax(1)`: the last call is the one.
  const last = text.lastIndexOf('.softmax(');
  if (last >= 0) return `${text.slice(0, last)}.log_softmax(${text.slice(last + '.softmax('.length)}`;
  return /(?:^|\.)Softmax$/.test(head)
    ? `${head.slice(0, -'Softmax'.length)}LogSoftmax${text.slice(open)}`
    : undefined;
}
