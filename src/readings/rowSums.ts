import { rowSumTolerance } from '../arrays/tolerance';
import type { Rule } from './rule';
import { hasWholeRows } from './wholeRows';
import { PROOFS, WEIGHTS } from './weights';

export const rowSums: Rule = {
  weigh(subject) {
    const { floating, elided, decimals, stats, shape, shown } = subject;
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
        sentence: 'every row holds a single 1 among zeros',
      };
    const error = sumError < 1e-12 ? 'exactly' : `within ${Number(sumError.toPrecision(1))}`;
    return {
      kind: 'probabilities',
      strength: PROOFS.rowsSum,
      sentence: `${elided ? 'the printed rows sum' : shape.length > 1 ? 'rows sum' : 'the values sum'} to 1 ${error}, every value in [0, 1]`,
    };
  },
};
