import * as l10n from '@vscode/l10n';
import type { Rule } from './rule';
import { WEIGHTS } from './weights';

/** Minus infinity beside finite numbers: scores some of which must not be chosen. */
export const masked: Rule = {
  weigh({ floating, stats }) {
    if (!floating || stats.classes < 2) return undefined;
    const { negativeInfinite, positiveInfinite, nan, finite, mask } = stats;
    if (negativeInfinite > 0 && finite > 0 && positiveInfinite === 0 && nan === 0)
      return {
        kind: 'logits',
        strength: negativeInfinite === 1 ? WEIGHTS.oneMinusInfinity : WEIGHTS.minusInfinities,
        sentence: l10n.t('{0} of {1} values are -inf: masked classes', negativeInfinite, stats.size),
      };
    return mask === undefined
      ? undefined
      : {
          kind: 'logits',
          strength: WEIGHTS.maskValue,
          sentence: l10n.t('{0} stands for minus infinity: masked classes', mask),
        };
  },
};
