import * as l10n from '@vscode/l10n';
import type { ReadingKind } from '../arrays/types';
import type { RowFlag } from '../numerics/types';

/**
 * Why rows have no distribution, in terms of the values as they are read: probabilities come as their logarithms, and that
 * of a negative number is NaN; outputs of a sigmoid as what it was taken of, which is NaN outside 0 to 1.
 */
export function flagAsRead(flag: RowFlag, reading: ReadingKind): RowFlag {
  const message = MESSAGES[reading]?.[flag.reason]?.();
  return message === undefined ? flag : { ...flag, message };
}

const MESSAGES: Partial<Record<ReadingKind, Partial<Record<RowFlag['reason'], () => string>>>> = {
  probabilities: {
    nan: () => l10n.t('a value is negative or NaN, so the row isn’t a distribution'),
    'positive-infinity': () => l10n.t('a value is infinite, so the row isn’t a distribution'),
    'all-masked': () => l10n.t('every value is 0, so the row isn’t a distribution'),
  },
  'sigmoid-scores': {
    nan: () => l10n.t('a value is NaN or not between 0 and 1'),
  },
};
