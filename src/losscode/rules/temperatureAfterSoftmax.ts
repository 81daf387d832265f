import * as l10n from '@vscode/l10n';
import { written, type Place } from '../source';
import { temperedAt, temperedBefore } from './rewrites';
import { origin, tensorOf, type Rule } from './rule';

/** What people call a temperature. */
const TEMPERATURE = /(?:^|[._])(?:temp(?:erature)?|tau|T|TEMPERATURE)$/;

export function isTemperature(place: Place): boolean {
  return TEMPERATURE.test(written(place));
}

/**
 * A temperature that divides probabilities, not logits: what is drawn from them stays the same.
 *
 * Bad: `torch.multinomial(F.softmax(z, dim=-1) / T, 1)`. Good: `torch.multinomial(F.softmax(z / T, dim=-1), 1)`.
 */
export const temperatureAfterSoftmax: Rule = {
  id: 'temperature-after-softmax',
  look(event) {
    if (event.type !== 'divided' && event.type !== 'sampled') return undefined;
    const of = tensorOf(event.of);
    if (of?.is !== 'softmax') return undefined;
    const by = event.type === 'divided' ? event.by : of.divided;
    if (by === undefined) return undefined;
    // Where it is named a temperature, it is told where it divides.
    if (isTemperature(by) !== (event.type === 'divided')) return undefined;
    return {
      severity: 'warning',
      message: () =>
        l10n.t(
          'Dividing probabilities by “{0}” keeps their proportions, but they no longer sum to 1. Divide the logits instead.',
          written(by),
        ),
      at: event.type === 'divided' ? event.at : by,
      related: () => [origin(of)],
      fixes: () =>
        event.type === 'divided' ? [...temperedAt(event.at), ...temperedBefore(event.at, of, by)] : [],
    };
  },
};
