import * as l10n from '@vscode/l10n';
import type { Rule, Vote } from './rule';
import { WEIGHTS, type Strength } from './weights';

/** What speaks against scores when only the numbers speak. */
export const plainNumbers: Rule = {
  weigh({ floating, shape, elided, stats }) {
    if (!floating) return undefined;
    if (stats.finite === 0) return against(WEIGHTS.nothingFinite, l10n.t('no value is finite'));
    if (shape[shape.length - 1] === 1) return undefined;
    if (stats.positiveInfinite > 0 || stats.nan > 0)
      return against(WEIGHTS.notAllNumbers, l10n.t('some values are nan or +inf'));
    if (stats.typed && stats.finite > 3 && stats.negativeInfinite === 0)
      return against(
        WEIGHTS.typed,
        l10n.t('every value has at most one decimal: typed by hand rather than computed'),
      );
    if (stats.min >= 0 && stats.zeros > 0 && stats.max > 0)
      return against(WEIGHTS.zerosAndPositive, l10n.t('zeros and no negative values, as after a ReLU'));
    if (stats.min >= 0) return against(WEIGHTS.noneNegative, l10n.t('no value is negative'));
    return Math.max(stats.max, -stats.min) < 0.3 && !elided
      ? against(WEIGHTS.nearZero, l10n.t('every value is within 0.3 of zero'))
      : undefined;
  },
};

function against(strength: Strength, sentence: string): Vote {
  return { kind: 'other', strength, sentence };
}
