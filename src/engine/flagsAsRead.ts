import * as l10n from '@vscode/l10n';
import type { ReadingKind } from '../arrays/types';
import type { RowFlag } from '../numerics/types';

/**
 * Why rows have no distribution, in terms of the values as they are read: rows of probabilities come as their logarithms, and
 * that of a negative number is NaN.
 */
export function flagAsRead(flag: RowFlag, reading: ReadingKind): RowFlag {
  if (reading !== 'probabilities') return flag;
  switch (flag.reason) {
    case 'nan':
      return { ...flag, message: l10n.t('a value is negative or NaN, so the row is no distribution') };
    case 'positive-infinity':
      return { ...flag, message: l10n.t('a value is infinite, so the row is no distribution') };
    case 'all-masked':
      return { ...flag, message: l10n.t('every value is 0, so the row is no distribution') };
    default:
      return flag;
  }
}
