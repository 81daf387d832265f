import * as l10n from '@vscode/l10n';
import { isProbability } from '../tensors';
import { origin, withoutActivation, type Rule, type Fix } from './rule';
import type { Place } from '../source';

/**
 * Probabilities handed to a distribution or a sampler as logits.
 *
 * Bad: `Categorical(logits=F.softmax(z, dim=-1))`. Good: `Categorical(probs=F.softmax(z, dim=-1))`.
 */
export const probabilitiesAsLogits: Rule = {
  id: 'probabilities-as-logits',
  look(event) {
    if (event.type !== 'loss' || event.role !== 'sampler') return undefined;
    const { scores } = event;
    if (!isProbability(scores)) return undefined;
    return {
      severity: 'warning',
      message: () =>
        l10n.t(
          '{0} takes logits but gets probabilities and applies softmax again, which flattens the distribution.',
          event.name,
        ),
      at: event.at,
      related: () => [origin(scores)],
      fixes: () => [...asProbabilities(event.scoresAt), ...withoutActivation(event, scores)],
    };
  },
};

/** `probs=` in place of `logits=`. */
function asProbabilities(at: Place | undefined): Fix[] {
  if (at === undefined) return [];
  const before = at.source.text.slice(Math.max(0, at.start - 10), at.start);
  const found = /\blogits\s?=\s?$/.exec(before);
  if (found === null) return [];
  const start = at.start - before.length + found.index;
  return [
    {
      title: l10n.t('Pass as probs'),
      edits: [{ place: { ...at, start, end: start + 'logits'.length }, text: 'probs' }],
    },
  ];
}
