import type { Rule } from './rule';

/** What speaks against scores when only the numbers speak. */
export const plainNumbers: Rule = {
  weigh({ floating, shape, elided, stats }) {
    const other = (weight: number, sentence: string) => ({ kind: 'other' as const, weight, sentence });
    if (!floating) return undefined;
    if (stats.finite === 0) return other(0.5, 'no value is finite');
    if (shape[shape.length - 1] === 1) return undefined;
    if (stats.positiveInfinite > 0 || stats.nan > 0) return other(0.3, 'some values are nan or +inf');
    if (stats.typed && stats.finite > 3 && stats.negativeInfinite === 0)
      return other(0.4, 'every value has one decimal at most: typed, not computed');
    if (stats.min >= 0 && stats.zeros > 0 && stats.max > 0)
      return other(0.45, 'zeros and no negative value, as after ReLU');
    if (stats.min >= 0) return other(0.35, 'no value is negative');
    if (Math.max(stats.max, -stats.min) < 0.3 && !elided)
      return other(0.25, 'every value is within 0.3 of zero');
    return undefined;
  },
};
