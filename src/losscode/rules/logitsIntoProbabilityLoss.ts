import * as l10n from '@vscode/l10n';
import type { LossEvent } from '../events';
import type { Tensor } from '../values';
import { foundOnce, wholeText, type Place } from '../source';
import { importsInstead } from './importing';
import { madeHere, origin, tensorOf, type Rule, type Fix } from './rule';
import { withArgument } from './snippet';

/**
 * Logits into a loss that takes probabilities, or their logarithm.
 *
 * Bad: `nn.NLLLoss()(nn.Linear(8, 3)(x), y)`. Good: `nn.CrossEntropyLoss()(nn.Linear(8, 3)(x), y)`.
 */
export const logitsIntoProbabilityLoss: Rule = {
  id: 'logits-into-probability-loss',
  look(event) {
    if (event.type !== 'loss' || !takesProbabilities(event)) return undefined;
    const scores = tensorOf(event.scores);
    if (scores === undefined || !isUnnormalised(scores.is, event)) return undefined;
    return {
      severity: 'warning',
      message: () => sentence(event, scores.is === 'log-softmax'),
      at: event.at,
      related: () => [origin(scores), ...madeHere(event)],
      fixes: () => [...anotherLoss(event), ...withActivation(event, scores)],
    };
  },
};

export function takesProbabilities({ takes, role }: LossEvent): boolean {
  return role === undefined && takes !== 'logits' && takes !== 'binary-logits';
}

function isUnnormalised(is: string, { takes }: LossEvent): boolean {
  return is === 'linear' || (is === 'log-softmax' && takes !== 'log-probabilities');
}

function sentence({ name, takes }: LossEvent, logged: boolean): string {
  if (logged) return l10n.t('{0} takes probabilities but gets their logarithms.', name);
  return takes === 'log-probabilities'
    ? l10n.t('{0} takes log-probabilities but gets logits, so the loss has no lower bound.', name)
    : l10n.t(
        '{0} takes probabilities but gets logits, which can be any number, so it fails or clips them.',
        name,
      );
}

const OTHERS: Readonly<Record<string, string>> = {
  NLLLoss: 'CrossEntropyLoss',
  nll_loss: 'cross_entropy',
  BCELoss: 'BCEWithLogitsLoss',
  binary_cross_entropy: 'binary_cross_entropy_with_logits',
};

/** The loss of the same library that takes logits. */
export function anotherLoss({ name, framework, at, madeAt, options }: LossEvent): Fix[] {
  const place = madeAt ?? at;
  const text = place.source.text.slice(place.start, place.end);
  const other = OTHERS[name];
  if (framework === 'torch' && other !== undefined) {
    const found = text.indexOf(name);
    if (found < 0 || found !== text.lastIndexOf(name)) return [];
    const start = place.start + found;
    const named = { ...place, start, end: start + name.length };
    const imports = importsInstead(named, name, other);
    return imports === undefined
      ? []
      : [{ title: l10n.t('Use {0}', other), edits: [{ place: named, text: other }, ...imports] }];
  }
  if (framework !== 'keras' || options.keyword.has('from_logits')) return [];
  return fromLogits(place, text);
}

/** Layers of Keras that take an activation. */
const ACTIVATED = /^(?:\w{1,30}\.){0,3}(?:Dense|Conv[123]D)\s?\(/;

/** The activation that the loss counts on, in the layer that has none. */
function withActivation({ framework, takes }: LossEvent, { is, at, scaled }: Tensor): Fix[] {
  if (framework !== 'keras' || is !== 'linear' || scaled) return [];
  const text = at.source.text.slice(at.start, at.end);
  if (!ACTIVATED.test(text) || !text.endsWith(')') || text.includes('activation')) return [];
  const name = takes === 'binary-probabilities' ? 'sigmoid' : 'softmax';
  const activation = `activation="${name}"`;
  const added = withArgument(at, activation);
  return added === undefined ? [] : [{ title: l10n.t('Add {0}', activation), edits: [added] }];
}

/** `CategoricalCrossentropy()` and `"categorical_crossentropy"` with `from_logits=True`. */
function fromLogits(place: Place, text: string): Fix[] {
  const title = l10n.t('Add from_logits=True');
  const added = withArgument(place, 'from_logits=True');
  if (added !== undefined) return [{ title, edits: [added] }];
  const word = /^["'](\w{1,60})["']$/.exec(text)?.[1];
  if (word === undefined) return [];
  const name = word
    .split('_')
    .map((one) => one.charAt(0).toUpperCase() + one.slice(1))
    .join('');
  const losses = lossesOf(place.source);
  return losses === undefined
    ? []
    : [{ title, edits: [{ place, text: `${losses}.${name}(from_logits=True)` }] }];
}

/** What the code calls the module of Keras' losses, by the lines that import it. */
const lossesOf = foundOnce(([source]): string | undefined => {
  const text = wholeText(source);
  if (/^import tensorflow as tf\b/m.test(text)) return 'tf.keras.losses';
  if (/^(?:from tensorflow import keras|import keras)\b/m.test(text)) return 'keras.losses';
  const imported = /^from (?:tensorflow\.)?keras import ([\w, ]+)$/m.exec(text)?.[1].split(',') ?? [];
  return imported.some((name) => name.trim() === 'losses') ? 'losses' : undefined;
});
