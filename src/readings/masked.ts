import type { Rule } from './rule';

/** Minus infinity beside finite numbers: scores some of which must not be chosen. */
export const masked: Rule = {
  weigh({ floating, stats }) {
    if (!floating || stats.classes < 2) return undefined;
    const { negativeInfinite, positiveInfinite, nan, finite, mask } = stats;
    if (negativeInfinite > 0 && finite > 0 && positiveInfinite === 0 && nan === 0)
      return {
        kind: 'logits',
        // The logarithm of a zero is -inf once; masks leave out more.
        weight: negativeInfinite === 1 ? 0.55 : 0.75,
        sentence: `${negativeInfinite} of ${stats.size} values are -inf: masked classes`,
      };
    if (mask !== undefined)
      return { kind: 'logits', weight: 0.45, sentence: `${mask} stands for minus infinity: masked classes` };
    return undefined;
  },
};
