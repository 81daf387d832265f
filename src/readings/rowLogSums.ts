import type { Rule } from './rule';
import { hasWholeRows } from './wholeRows';
import { PROOFS } from './weights';

export const rowLogSums: Rule = {
  weigh(subject) {
    const { elided, decimals, stats, shape } = subject;
    if (!hasWholeRows(subject) || stats.logSumExp === undefined || stats.classes < 2) return undefined;
    const tolerance = decimals === undefined ? 1e-3 : Math.min(0.05, Math.max(1e-5, 2 * 10 ** -decimals));
    if (!(stats.logSumExp <= tolerance) || stats.max === 0 || stats.whole) return undefined;
    return {
      kind: 'log-probabilities',
      strength: PROOFS.exponentialsSum,
      sentence: `the exponentials of ${elided ? 'each printed row' : shape.length > 1 ? 'each row' : 'the values'} sum to 1 within ${Number(stats.logSumExp.toPrecision(1))}`,
    };
  },
};
