import * as l10n from '@vscode/l10n';
import type { Rule, Subject, Vote } from './rule';
import { quoted } from './source/quote';
import type { Says } from './source/says';
import { WEIGHTS, weaker, type Strength } from './weights';

const TABLES = new Set<string>(['dataframe', 'polars', 'csv']);

/** One score a row of these is of two classes. */
const PER_CLASS: readonly Strength[] = [WEIGHTS.codeDecision, WEIGHTS.codeRawOutput];

/** What the code that printed the array says it is, where the numbers can be that. */
export const source: Rule = {
  weigh(subject) {
    const says = subject.shown?.says;
    if (says === undefined || !agrees(says, subject)) return undefined;
    if (subject.shown?.column && subject.shape.length < 2) return ofColumn(says, subject);
    if (says.eachIsBinary && subject.shape[subject.shape.length - 1] > 1 && subject.shape.length > 1)
      return { ...says, kind: 'logits' };
    if (PER_CLASS.includes(says.strength) && subject.shape.length < 2 && !subject.shown?.row)
      return { ...says, kind: 'binary-logits' };
    if (!says.anyModel) return isOnePerExample(says, subject) ? undefined : says;
    // Tables are made of data; states, feature maps and several outputs at once are no scores.
    if (TABLES.has(subject.container)) return undefined;
    const { shape, shown } = subject;
    if (shown?.part || shape.length > 3 || shape[shape.length - 1] === 1)
      return { ...says, strength: weaker(says.strength, WEIGHTS.codeUnlikelyShape) };
    return isOnePerExample(says, subject) ? undefined : says;
  },
};

/** One class of every example: each number stands by itself. */
function ofColumn(says: Says, { shown }: Subject): Vote {
  const sentence = l10n.t('{0}; {1} is one class of every example', says.sentence, quoted(shown!.expression));
  return says.kind === 'probabilities'
    ? {
        kind: 'sigmoid-scores',
        strength: says.strength,
        sentence: l10n.t('{0}, whose probabilities need not sum to 1', sentence),
      }
    : { kind: 'other', strength: says.strength, sentence };
}

/** Whether the numbers can be what the code says. */
function agrees({ kind }: Says, { floating, shape, stats }: Subject): boolean {
  switch (kind) {
    case 'logits':
      return floating;
    case 'probabilities':
    case 'sigmoid-scores':
      return stats.min >= 0 && stats.max <= 1;
    case 'log-probabilities':
      return stats.max <= 1e-6;
    case 'class-labels':
      return !floating && (shape.length <= 1 || stats.max <= 1000);
    default:
      return true;
  }
}

/** One number for each example is a regression's output or a binary score, unless the code is sure of logits. */
function isOnePerExample({ kind, strength }: Says, { shape, shown }: Subject): boolean {
  return (
    kind === 'logits' &&
    strength.weight < WEIGHTS.codeAttentionScores.weight &&
    shape.length < 2 &&
    !shown?.row
  );
}
