import * as l10n from '@vscode/l10n';
import { numberText } from '../arrays/words/numberText';
import type { Rule } from './rule';
import { WEIGHTS } from './weights';

/** Computed numbers of both signs, some well away from zero, a few classes wide: the shape scores have. Weak. */
export const spread: Rule = {
  weigh({ floating, elided, shape, stats, container }) {
    const { classes, min, max, typed } = stats;
    if (!floating || elided || typed || shape.length < 2 || classes < 2 || classes > 1000) return undefined;
    if (container === 'list' || container === 'csv' || container === 'dataframe' || container === 'polars')
      return undefined;
    if (!(min < 0 && max > 0) || max - min < 2 || Math.max(max, -min) > 50) return undefined;
    return {
      kind: 'logits',
      strength: WEIGHTS.spread,
      sentence: l10n.t(
        'values range from {0} to {1}, as logits often do',
        numberText(min, 3),
        numberText(max, 3),
      ),
    };
  },
};
