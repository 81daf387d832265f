import type { Rule } from './rule';

/** Notations that any pair of numbers may stand in. */
const BY_HAND = new Set<string>(['list', 'json', 'csv', 'dataframe', 'polars']);

/** A two-class head pushes its two outputs apart: opposite signs, alike in size. */
export const oppositeSigns: Rule = {
  weigh({ floating, elided, container, shape, stats }) {
    const { classes, rows, opposite, mirrored, typed } = stats;
    if (!floating || elided || classes !== 2 || shape.length < 2 || rows === 0) return undefined;
    if (typed || opposite < rows || Math.max(stats.max, -stats.min) < 0.5) return undefined;
    if (BY_HAND.has(container)) return undefined;
    if (rows < 4 ? mirrored < rows : mirrored < rows / 2) return undefined;
    if (stats.symmetric) return undefined;
    return {
      kind: 'logits',
      // One row of two numbers looks so by chance, unless they are very much alike and beyond the range of a tanh.
      weight:
        rows > 1
          ? Math.min(0.8, 0.58 + 0.03 * rows)
          : stats.max >= 1 && Math.abs(stats.min + stats.max) <= stats.max / 4
            ? 0.56
            : 0.3,
      sentence:
        'the two values of every row have opposite signs and similar size, as a two-class head gives them',
    };
  },
};
