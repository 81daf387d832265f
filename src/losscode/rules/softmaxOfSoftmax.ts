import * as l10n from '@vscode/l10n';
import { isTemperature } from './temperatureAfterSoftmax';
import { origin, removing, tensorOf, type Rule } from './rule';

/**
 * A softmax of a softmax outside a loss.
 *
 * Bad: `F.softmax(net(x), dim=1)` where `net` ends in a softmax. Good: `net(x)`.
 */
export const softmaxOfSoftmax: Rule = {
  id: 'softmax-of-softmax',
  look(event) {
    if (event.type !== 'softmax' || event.result?.is === undefined) return undefined;
    const inner = tensorOf(event.of);
    if (inner?.is !== 'softmax' || inner.part) return undefined;
    // Divided in between it is a temperature in the wrong place, and told of there.
    if (inner.divided !== undefined && isTemperature(inner.divided)) return undefined;
    if (typeof inner.axis === 'number' && typeof event.axis === 'number' && isOther(inner.axis, event.axis))
      return undefined;
    return {
      severity: 'warning',
      message: l10n.t(
        'This is a softmax of a softmax. The probabilities become nearly equal: none is more than e times another.',
      ),
      at: event.at,
      related: [origin(inner)],
      fixes: event.result.removal === undefined ? [] : removing(event.result),
    };
  },
};

/** Over one axis and then over another is a way to match two sets, not a mistake. */
function isOther(a: number, b: number): boolean {
  return a !== b && a < 0 === b < 0;
}
