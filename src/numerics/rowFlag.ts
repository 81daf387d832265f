import type { RowFlag } from './types';

/** Why a row has no softmax, from its maximum and the tail of its sum; undefined when it has one. */
export function rowFlag(max: number, tail: number): Omit<RowFlag, 'row'> | undefined {
  if (tail === tail) return undefined;
  if (max === Infinity)
    return { reason: 'positive-infinity', message: 'a logit is +inf: the softmax is NaN' };
  if (max === -Infinity) return { reason: 'all-masked', message: 'every logit is -inf: the softmax is NaN' };
  return { reason: 'nan', message: 'a logit is NaN: the softmax is NaN' };
}
