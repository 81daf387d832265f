import * as l10n from '@vscode/l10n';
import type { RowFlag, RowFlagReason } from './types';

type Reason = Omit<RowFlag, 'row'>;

const made = new Map<RowFlagReason, Reason>();

/** A sentence is made once, when the first row needs it: a million rows may have the same reason. */
function once(reason: RowFlagReason, message: () => string): Reason {
  let flag = made.get(reason);
  if (!flag) made.set(reason, (flag = { reason, message: message() }));
  return flag;
}

/** Why a row has no softmax, from its maximum and the tail of its sum; undefined when it has one. */
export function rowFlag(max: number, tail: number): Reason | undefined {
  if (tail === tail) return undefined;
  if (max === Infinity)
    return once('positive-infinity', () => l10n.t('a logit is +inf, so the softmax is NaN'));
  return max === -Infinity
    ? once('all-masked', () => l10n.t('every logit is -inf, so the softmax is NaN'))
    : once('nan', () => l10n.t('a logit is NaN, so the softmax is NaN'));
}

/** Why the loss of a row that has a softmax is infinite. */
export function maskedLabel(): Reason {
  return once('masked-label', () =>
    l10n.t('the label puts weight on a class whose logit is -inf, so the loss is +inf'),
  );
}
