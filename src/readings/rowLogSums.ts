import * as l10n from '@vscode/l10n';
import { numberText } from '../arrays/words/numberText';
import type { Rule } from './rule';
import { hasWholeRows } from './wholeRows';
import { PROOFS } from './weights';

export const rowLogSums: Rule = {
  weigh(subject) {
    const { elided, decimals, stats, shape } = subject;
    if (!hasWholeRows(subject) || stats.logSumExp === undefined || stats.classes < 2) return undefined;
    const tolerance = decimals === undefined ? 1e-3 : Math.min(0.05, Math.max(1e-5, 2 * 10 ** -decimals));
    if (!(stats.logSumExp <= tolerance) || stats.max === 0 || stats.whole) return undefined;
    const error = numberText(stats.logSumExp, 1);
    return {
      kind: 'log-probabilities',
      strength: PROOFS.exponentialsSum,
      sentence: elided
        ? l10n.t('the exponentials of each printed row sum to 1 within {0}', error)
        : shape.length > 1
          ? l10n.t('the exponentials of each row sum to 1 within {0}', error)
          : l10n.t('the exponentials of the values sum to 1 within {0}', error),
    };
  },
};
