import * as l10n from '@vscode/l10n';
import { isNone } from '../values';
import { numberOf } from '../tensors';
import { madeHere, tensorOf, type Rule } from './rule';

/** Bad: smoothed targets into `CrossEntropyLoss(label_smoothing=0.1)`. */
export const smoothingTwice: Rule = {
  id: 'smoothing-twice',
  look(event) {
    if (event.type !== 'loss' || event.smoothing === undefined) return undefined;
    const targets = tensorOf(event.targets);
    const smoothing = numberOf(event.smoothing);
    if (targets?.is !== 'smoothed' || smoothing === undefined || smoothing <= 0) return undefined;
    return {
      severity: 'warning',
      message: l10n.t('The labels are smoothed already, and {0} smooths them again by {1}.', event.name, String(smoothing)),
      at: event.at,
      related: [{ message: l10n.t('They are smoothed here'), at: targets.at }, ...madeHere(event)],
      fixes: [],
    };
  },
};

/** Bad: `F.cross_entropy(logits.transpose(1, 2), pad_sequence(labels, batch_first=True))`. */
export const paddingInLoss: Rule = {
  id: 'padding-in-loss',
  look(event) {
    if (event.type !== 'loss' || event.framework !== 'torch' || event.takes !== 'logits') return undefined;
    const targets = tensorOf(event.targets);
    if (targets?.is !== 'token-ids' || !targets.padded) return undefined;
    if (event.ignoreIndex !== undefined && !isNone(event.ignoreIndex)) return undefined;
    return {
      severity: 'hint',
      message: l10n.t('The labels hold padding, and {0} counts it: it has no ignore_index for it.', event.name),
      at: event.at,
      related: [{ message: l10n.t('They are padded here'), at: targets.at }, ...madeHere(event)],
      fixes: [],
    };
  },
};

/** Bad: `F.cross_entropy(model(ids).logits.view(-1, V), ids.view(-1))`. Good: `logits[:, :-1]` and `ids[:, 1:]`. */
export const unshiftedLabels: Rule = {
  id: 'unshifted-labels',
  look(event) {
    if (event.type !== 'loss' || event.takes !== 'logits') return undefined;
    const scores = tensorOf(event.scores);
    const targets = tensorOf(event.targets);
    if (!scores?.causal || targets?.is !== 'token-ids' || !targets.causal) return undefined;
    return {
      severity: 'hint',
      message: l10n.t('The logits of a causal language model at one place tell the next token: neither they nor the labels are shifted.'),
      at: event.at,
      related: [{ message: l10n.t('The tokens are made here'), at: targets.at }],
      fixes: [],
    };
  },
};

/** Bad: `((loss * mask).sum(1) / mask.sum(1)).mean()`. Good: `(loss * mask).sum() / mask.sum()`. */
export const meanOfMeans: Rule = {
  id: 'mean-of-means',
  look(event) {
    if (event.type !== 'weights' || tensorOf(event.of)?.is !== 'masked-mean') return undefined;
    return {
      severity: 'hint',
      message: l10n.t('The mean of each sequence’s mean: tokens of short sequences count more. Divide the sum by the number of tokens to count each alike.'),
      at: event.at,
      related: [],
      fixes: [],
    };
  },
};
