import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { Rule } from './rule';

/** Whole numbers are ids, counts, labels or masks; a model computes none. */
export const integers: Rule = {
  weigh({ floating, boolean, shape, stats }) {
    if (boolean) return { kind: 'other', weight: 0.95, sentence: 'the values are true and false' };
    if (floating) {
      return stats.whole && stats.finite > 1 && stats.negativeInfinite === 0
        ? { kind: 'other', weight: 0.6, sentence: 'every value is a whole number' }
        : undefined;
    }
    if (stats.oneHotRows === stats.rows && stats.rows > 1 && stats.classes > 1 && shape.length > 1)
      return { kind: 'one-hot', weight: 0.85, sentence: 'every row holds a single 1 among zeros' };
    const ignored = stats.min === IGNORE_INDEX && stats.max < 1000 && stats.max >= 0;
    if (ignored && shape.length > 0)
      return {
        kind: 'class-labels',
        weight: 0.8,
        sentence: 'small whole numbers, and -100 as ignored labels have',
      };
    if (
      shape.length === 1 &&
      stats.min >= 0 &&
      stats.max < Math.min(1000, stats.size) &&
      stats.size > 1 &&
      !stats.distinct
    )
      return {
        kind: 'class-labels',
        weight: 0.55,
        sentence: 'small whole numbers, some repeated, in one row',
      };
    return { kind: 'other', weight: 0.7, sentence: 'every value is a whole number, written without a point' };
  },
};
