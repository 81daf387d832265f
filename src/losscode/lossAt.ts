import * as l10n from '@vscode/l10n';
import type { LossEvent } from './events';
import { Interpreter } from './interpreter';
import { kindOf } from './rules/rule';
import { rangeOf, sourcesOf, written } from './source';
import type { CheckRequest, CodeRange, LossFacts } from './types';
import type { Tensor } from './values';

/** A loss that is called in several ways with different values: more are not listed. */
const MOST_KINDS = 3;

/** What is known of the loss that is called at a place in one of the files; undefined where none is. */
export function lossAt({ files }: CheckRequest, uri: string, place: CodeRange): LossFacts | undefined {
  const sources = sourcesOf(files);
  const events: LossEvent[] = [];
  const interpreter = new Interpreter(sources, (event) => {
    if (event.type === 'loss' && event.at.source.uri === uri && holds(rangeOf(event.at), place))
      events.push(event);
  });
  for (const pieces of sources.values()) interpreter.check(pieces);
  const innermost = Math.min(...events.map(({ at }) => at.end - at.start));
  const here = events.filter(({ at }) => at.end - at.start === innermost);
  if (here.length === 0) return undefined;
  const [{ name, takes, at }] = here;
  const kinds = here.flatMap(({ scores }) => (scores?.type === 'tensor' ? [gotten(scores)] : []));
  // Where one call gives what is not known, what another gives is not what the loss gets.
  const known = kinds.length === here.length ? [...new Set(kinds.flat())] : [];
  return { name, range: rangeOf(at), takes: TAKES[takes](), gets: known.slice(0, MOST_KINDS) };
}

function holds(outer: CodeRange, inner: CodeRange): boolean {
  return outer.cell === inner.cell && outer.start <= inner.start && inner.end <= outer.end;
}

const TAKES: Readonly<Record<LossEvent['takes'], () => string>> = {
  logits: () => l10n.t('It takes logits and applies softmax itself.'),
  'log-probabilities': () => l10n.t('It takes log-probabilities, as returned by log_softmax.'),
  probabilities: () => l10n.t('It takes probabilities, as returned by softmax.'),
  'binary-logits': () => l10n.t('It takes logits and applies the sigmoid itself.'),
  'binary-probabilities': () => l10n.t('It takes probabilities, as returned by sigmoid.'),
};

/** What a value is and where it became that; nothing where it is not one of the kinds that losses tell apart. */
function gotten(value: Tensor): string[] {
  const what = KINDS[value.is]?.();
  if (what === undefined) return [];
  return [`${what} ${l10n.t('{0} is here: {1}', kindOf(value), written(value.at))}`];
}

const KINDS: { readonly [K in Tensor['is']]?: () => string } = {
  linear: () => l10n.t('It gets logits.'),
  softmax: () => l10n.t('It gets probabilities.'),
  sigmoid: () => l10n.t('It gets probabilities of independent classes.'),
  'log-softmax': () => l10n.t('It gets log-probabilities.'),
  'log-of-softmax': () => l10n.t('It gets log-probabilities.'),
  'log-sigmoid': () => l10n.t('It gets log-probabilities of independent classes.'),
  relu: () => l10n.t('It gets numbers that are never negative.'),
};
