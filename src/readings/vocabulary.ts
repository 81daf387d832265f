import * as l10n from '@vscode/l10n';
import type { Rule } from './rule';
import { WEIGHTS } from './weights';

/** Sizes of vocabularies start where sizes of hidden states end. */
const SMALLEST = 20_000;

export const vocabulary: Rule = {
  weigh({ floating, shape, stats, elided }) {
    const classes = shape[shape.length - 1];
    if (!floating || stats.min >= 0) return undefined;
    if (classes >= SMALLEST && shape.length >= 2)
      return {
        kind: 'logits',
        strength: WEIGHTS.vocabulary,
        sentence: l10n.t('the last axis has {0} entries, the size of a vocabulary', classes),
      };
    if (shape.length === 3 && classes === -1 && elided && stats.max > 0)
      return {
        kind: 'logits',
        strength: WEIGHTS.longThirdAxis,
        sentence: l10n.t('three axes, the last too long to print: possibly scores over a vocabulary'),
      };
    return undefined;
  },
};
