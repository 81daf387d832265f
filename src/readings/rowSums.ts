import * as l10n from '@vscode/l10n';
import { numberText } from '../arrays/words/numberText';
import { rowSumTolerance } from '../arrays/tolerance';
import type { Rule, Subject } from './rule';
import { hasWholeRows } from './wholeRows';
import { PROOFS, WEIGHTS } from './weights';

export const rowSums: Rule = {
  weigh(subject) {
    const { floating, decimals, stats, shown } = subject;
    const { classes, rows, min, max, sumError } = stats;
    if (
      !floating ||
      !hasWholeRows(subject) ||
      classes < 2 ||
      rows === 0 ||
      !(min >= 0 && max <= 1) ||
      stats.nan > 0
    )
      return undefined;
    if (!(sumError <= rowSumTolerance(classes, decimals))) return undefined;
    if ((stats.whole && rows === 1) || shown?.column) return undefined;
    if (stats.oneHotRows === rows && rows > 1)
      return {
        kind: 'one-hot',
        strength: WEIGHTS.oneHotFloats,
        sentence: l10n.t('every row holds a single 1 among zeros'),
      };
    return {
      kind: 'probabilities',
      strength: PROOFS.rowsSum,
      sentence: sumToOne(subject, sumError),
    };
  },
};

function sumToOne({ elided, shape }: Subject, sumError: number): string {
  const exactly = sumError < 1e-12;
  const error = numberText(sumError, 1);
  if (elided)
    return exactly
      ? l10n.t('the printed rows sum to 1 exactly, every value in [0, 1]')
      : l10n.t('the printed rows sum to 1 within {0}, every value in [0, 1]', error);
  if (shape.length > 1)
    return exactly
      ? l10n.t('rows sum to 1 exactly, every value in [0, 1]')
      : l10n.t('rows sum to 1 within {0}, every value in [0, 1]', error);
  return exactly
    ? l10n.t('the values sum to 1 exactly, every value in [0, 1]')
    : l10n.t('the values sum to 1 within {0}, every value in [0, 1]', error);
}
