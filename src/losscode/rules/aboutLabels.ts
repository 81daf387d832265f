import * as l10n from '@vscode/l10n';
import { isNone, type Value } from '../values';
import type { LossEvent } from '../events';
import { slot, take } from '../meaning';
import { written } from '../source';
import { cutIn, numberOf, rootOf } from '../tensors';
import { ignoringPadding, shifted, withoutSmoothing } from './labelFixes';
import { overAll } from './rewrites';
import { madeHere, tensorOf, type Rule } from './rule';

/** Bad: smoothed targets into `CrossEntropyLoss(label_smoothing=0.1)`. */
export const smoothingTwice: Rule = {
  id: 'smoothing-twice',
  look(event) {
    if (event.type === 'smoothed' && tensorOf(event.of)?.is === 'smoothed')
      return {
        severity: 'warning',
        message: () => l10n.t('These labels are already smoothed.'),
        at: event.at,
        related: () => [],
        fixes: () => [],
      };
    if (event.type !== 'loss' || event.smoothing === undefined) return undefined;
    const targets = tensorOf(event.targets);
    const smoothing = usually(event.smoothing);
    if (targets?.is !== 'smoothed' || smoothing === undefined || smoothing <= 0) return undefined;
    return {
      severity: 'warning',
      message: () => l10n.t('The labels are already smoothed, and {0} smooths them again.', event.name),
      at: event.at,
      related: () => [
        { message: l10n.t('The labels are smoothed here'), at: targets.at },
        ...madeHere(event),
      ],
      fixes: () => withoutSmoothing(event),
    };
  },
};

/** A number, or a parameter's default. */
function usually(value: Value): number | undefined {
  return numberOf(value.type === 'unknown' ? value.usual : value);
}

/** Bad: `F.cross_entropy(logits.transpose(1, 2), pad_sequence(labels, batch_first=True))`. */
export const paddingInLoss: Rule = {
  id: 'padding-in-loss',
  look(event) {
    if (event.type !== 'loss' || event.framework !== 'torch') return undefined;
    const targets = tensorOf(event.targets);
    if (targets?.is !== 'token-ids' || targets.padding === undefined || isReduced(event)) return undefined;
    if (mayBe(targets.padding, event.ignoreIndex)) return undefined;
    return {
      severity: 'hint',
      message: () => l10n.t('The labels contain padding, and {0} counts it in the loss.', event.name),
      at: event.at,
      related: () => [{ message: l10n.t('The labels are padded here'), at: targets.at }, ...madeHere(event)],
      fixes: () => ignoringPadding(event, targets),
    };
  },
};

/** Whether the numbers of each place come out, to be masked by hand. */
function isReduced({ options }: LossEvent): boolean {
  const reduction = take(options, slot(undefined, 'reduction', 'reduce'));
  return (
    reduction !== undefined &&
    !(reduction.type === 'constant' && reduction.value !== 'none' && reduction.value !== false)
  );
}

/** Whether a loss leaves out what padding is made of: −100 is left out unless another number is said. */
function mayBe(padding: Value, ignored: Value | undefined): boolean {
  const number = numberOf(padding);
  if (ignored === undefined || isNone(ignored)) return number === -100;
  const other = numberOf(ignored);
  return other === undefined || number === undefined || other === number;
}

/** Bad: `F.cross_entropy(model(ids).logits.view(-1, V), ids.view(-1))`. Good: `logits[:, :-1]` and `ids[:, 1:]`. */
export const unshiftedLabels: Rule = {
  id: 'unshifted-labels',
  look(event) {
    if (event.type !== 'loss' || event.targets === undefined) return undefined;
    const scores = tensorOf(event.scores);
    if (scores?.tokens === undefined || rootOf(event.targets) !== scores.tokens) return undefined;
    if (cutIn(scores) !== cutIn(event.targets)) return undefined;
    return {
      severity: 'hint',
      message: () =>
        l10n.t(
          'The logits at each position predict the next token, but neither they nor the labels are shifted.',
        ),
      at: event.at,
      related: () => [{ message: l10n.t('The model is here: {0}', written(scores.at)), at: scores.at }],
      fixes: () => shifted(event),
    };
  },
};

/** Bad: `((loss * mask).sum(1) / mask.sum(1)).mean()`. Good: `(loss * mask).sum() / mask.sum()`. */
export const meanOfMeans: Rule = {
  id: 'mean-of-means',
  look(event) {
    if (event.type !== 'mean' || tensorOf(event.of)?.is !== 'masked-mean') return undefined;
    return {
      severity: 'hint',
      message: () =>
        l10n.t(
          'This is the mean of each sequence’s mean, so tokens of short sequences count more. To count all tokens equally, divide the sum by the number of tokens.',
        ),
      at: event.at,
      related: () => [],
      fixes: () => overAll(tensorOf(event.of)!.at),
    };
  },
};
