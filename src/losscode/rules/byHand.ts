import * as l10n from '@vscode/l10n';
import { expm1At, log1pAt, logSumExpAt } from './rewrites';
import { written, type Place } from '../source';
import type { Tensor } from '../values';
import { isInside, tensorOf, type Rule } from './rule';

/** What libraries compute in one step without losing digits, computed in two. */

/** Bad: `torch.log(torch.exp(z).sum(-1))`. Good: `torch.logsumexp(z, dim=-1)`. */
export const logOfSumOfExp: Rule = {
  id: 'log-of-sum-of-exp',
  look(event) {
    if (event.type !== 'log') return undefined;
    const of = tensorOf(event.of);
    const exp = tensorOf(of?.of);
    // What the largest was taken off of cannot overflow: that is logsumexp by hand, and right.
    if (of?.is !== 'sum-of-exp' || exp === undefined || tensorOf(exp.of)?.shifted) return undefined;
    return {
      severity: 'hint',
      message: () => l10n.t('exp overflows for values above 88 in float32. logsumexp doesn’t.'),
      at: event.at,
      related: () => [],
      fixes: () => logSumExpAt(event.at),
    };
  },
};

/** Bad: `torch.log(1 + torch.exp(z))`. Good: `F.softplus(z)`. */
export const logOfOnePlus: Rule = {
  id: 'log-of-one-plus',
  look(event) {
    if (event.type !== 'log') return undefined;
    const of = tensorOf(event.of);
    const inner = tensorOf(of?.of);
    if (of?.is !== 'some' || of.epsilon !== 1) return undefined;
    const ofExp = inner?.is === 'exp';
    // Under a name of its own it is a number that is 1 more, not one that is near 1.
    if (!ofExp && (!isInside(of.at, event.at) || isCount(of))) return undefined;
    if (ofExp && (tensorOf(inner.of)?.shifted || isWrittenNumber(inner.ofAt))) return undefined;
    return {
      severity: 'hint',
      message: () =>
        !ofExp
          ? l10n.t('log(1 + x) loses digits when x is small. log1p keeps them.')
          : l10n.t(
              'log(1 + exp(x)) overflows when x is large and becomes 0 when x is very negative. softplus and logaddexp(0, x) don’t.',
            ),
      at: event.at,
      related: () => [],
      fixes: () => log1pAt(event.at),
    };
  },
};

/** Names of numbers that count something: 1 more than them is not near 1. */
const COUNTS = /\b(?:len|s?arange|range|[nmkNMijt]|epochs?|steps?|size|shape)\b|width|count|num_|\bn_/;

function isCount({ ofAt }: Tensor): boolean {
  return ofAt !== undefined && COUNTS.test(written(ofAt));
}

/** What is computed of a number that stands there is computed once. */
function isWrittenNumber(at: Place | undefined): boolean {
  return at !== undefined && !Number.isNaN(Number(written(at)));
}

/** Bad: `torch.exp(x) - 1`. Good: `torch.expm1(x)`. */
export const expMinusOne: Rule = {
  id: 'exp-minus-one',
  look(event) {
    if (event.type !== 'minus-one' || isWrittenNumber(tensorOf(event.of)?.ofAt)) return undefined;
    return {
      severity: 'hint',
      message: () => l10n.t('exp(x) − 1 loses digits when x is small. expm1 keeps them.'),
      at: event.at,
      related: () => [],
      fixes: () => expm1At(event.at),
    };
  },
};
