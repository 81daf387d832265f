import * as l10n from '@vscode/l10n';
import type { Rule } from './rule';
import type { Stats } from './stats';
import { mirroredRows, WEIGHTS, type Strength } from './weights';

/** Notations that any pair of numbers may stand in. */
const BY_HAND = new Set<string>(['list', 'json', 'csv', 'dataframe', 'polars']);

/** A two-class head pushes its two outputs apart: opposite signs, alike in size. */
export const oppositeSigns: Rule = {
  weigh({ floating, elided, container, shape, stats }) {
    if (!floating || elided || shape.length < 2 || BY_HAND.has(container)) return undefined;
    return areMirrored(stats)
      ? {
          kind: 'logits',
          strength: strengthOf(stats),
          sentence: l10n.t(
            'in every row, the two values have opposite signs and similar size, typical of a two-class head',
          ),
        }
      : undefined;
  },
};

function areMirrored({ classes, rows, opposite, mirrored, typed, symmetric, min, max }: Stats): boolean {
  if (classes !== 2 || rows === 0 || typed || symmetric) return false;
  if (opposite < rows || Math.max(max, -min) < 0.5) return false;
  return rows < 4 ? mirrored === rows : mirrored >= rows / 2;
}

/** One row of two numbers looks so by chance, unless they are very much alike and beyond the range of a tanh. */
function strengthOf({ rows, min, max }: Stats): Strength {
  if (rows > 1) return mirroredRows(rows);
  return max >= 1 && Math.abs(min + max) <= max / 4 ? WEIGHTS.mirroredPair : WEIGHTS.smallMirroredPair;
}
