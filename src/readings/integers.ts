import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { Rule, Subject, Vote } from './rule';
import { PROOFS, WEIGHTS } from './weights';

/** Whole numbers are ids, counts, labels or masks; a model computes none. */
export const integers: Rule = {
  weigh(subject) {
    const { floating, boolean, stats } = subject;
    if (boolean)
      return { kind: 'other', strength: PROOFS.boolean, sentence: l10n.t('the values are true and false') };
    if (!floating) return ofIntegers(subject);
    return stats.whole && stats.finite > 1 && stats.negativeInfinite === 0
      ? { kind: 'other', strength: WEIGHTS.wholeFloats, sentence: l10n.t('every value is a whole number') }
      : undefined;
  },
};

function ofIntegers({ shape, stats }: Subject): Vote {
  const { rows, classes, min, max, size } = stats;
  if (stats.oneHotRows === rows && rows > 1 && classes > 1 && shape.length > 1)
    return {
      kind: 'one-hot',
      strength: WEIGHTS.oneHotIntegers,
      sentence: l10n.t('every row holds a single 1 among zeros'),
    };
  if (min === IGNORE_INDEX && max < 1000 && max >= 0 && shape.length > 0)
    return {
      kind: 'class-labels',
      strength: WEIGHTS.ignoredLabels,
      sentence: l10n.t('small integers with {0}, the label that losses ignore', IGNORE_INDEX),
    };
  if (shape.length === 1 && min >= 0 && max < Math.min(1000, size) && size > 1 && !stats.distinct)
    return {
      kind: 'class-labels',
      strength: WEIGHTS.repeatedSmallIntegers,
      sentence: l10n.t('a flat list of small integers, some of them repeated'),
    };
  return { kind: 'other', strength: WEIGHTS.integers, sentence: l10n.t('every value is an integer') };
}
