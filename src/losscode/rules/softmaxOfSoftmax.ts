import * as l10n from '@vscode/l10n';
import type { FunctionEvent } from '../events';
import type { Tensor } from '../values';
import { isInside, origin, removing, tensorOf, type Rule, type Fix } from './rule';
import { isTemperature } from './temperatureAfterSoftmax';

/**
 * A softmax of a softmax outside a loss.
 *
 * Bad: `F.softmax(net(x), dim=1)` where `net` ends in a softmax. Good: `net(x)`.
 */
export const softmaxOfSoftmax: Rule = {
  id: 'softmax-of-softmax',
  look(event) {
    if (event.type !== 'softmax' || event.result === undefined) return undefined;
    const { result } = event;
    const inner = tensorOf(event.of);
    if (inner?.is !== 'softmax' || inner.part) return undefined;
    // Divided in between it is a temperature in the wrong place, and told of there.
    if (inner.divided !== undefined && isTemperature(inner.divided)) return undefined;
    if (typeof inner.axis === 'number' && typeof event.axis === 'number' && isOther(inner.axis, event.axis))
      return undefined;
    return {
      severity: 'warning',
      message: () =>
        l10n.t(
          'This is a softmax of a softmax. The probabilities become nearly equal: none is more than e times another.',
        ),
      at: event.at,
      related: () => [origin(inner)],
      fixes: () => withOneSoftmax(event, result, inner),
    };
  },
};

/** A softmax of a softmax is as the inner one alone; a log-softmax of one is as the outer one alone. */
function withOneSoftmax(event: FunctionEvent, outer: Tensor, inner: Tensor): Fix[] {
  // What was done to the probabilities in between isn't meant for logits, nor for probabilities at the end.
  if (inner.divided ?? inner.epsilon ?? inner.complement ?? inner.mixed) return [];
  if (inner.axis !== outer.axis && !(inner.remade && inner.axis === undefined)) return [];
  if (outer.is === 'softmax') return removing(outer);
  const { ofAt, nameOf } = event;
  const named = inner.of && !inner.remade ? nameOf(inner.of) : undefined;
  if (named !== undefined && ofAt !== undefined && !isInside(inner.at, ofAt))
    return [{ title: l10n.t('Use “{0}” in log_softmax', named), edits: [{ place: ofAt, text: named }] }];
  // A statement of its own may be there for others too.
  return inner.madeAt !== undefined || (ofAt !== undefined && isInside(inner.at, ofAt))
    ? removing(inner)
    : [];
}

/** Over one axis and then over another is a way to match two sets, not a mistake. */
function isOther(a: number, b: number): boolean {
  return a !== b && a < 0 === b < 0;
}
