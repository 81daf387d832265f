import type { RowFlag } from './types';

const POSITIVE_INFINITY = {
  reason: 'positive-infinity',
  message: 'a logit is +inf: the softmax is NaN',
} as const;
const ALL_MASKED = { reason: 'all-masked', message: 'every logit is -inf: the softmax is NaN' } as const;
const NOT_A_NUMBER = { reason: 'nan', message: 'a logit is NaN: the softmax is NaN' } as const;

/** Why a row has no softmax, from its maximum and the tail of its sum; undefined when it has one. */
export function rowFlag(max: number, tail: number): Omit<RowFlag, 'row'> | undefined {
  if (tail === tail) return undefined;
  if (max === Infinity) return POSITIVE_INFINITY;
  return max === -Infinity ? ALL_MASKED : NOT_A_NUMBER;
}
