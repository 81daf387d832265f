import * as l10n from '@vscode/l10n';
import { withoutUnseen } from '../../arrays/words/printable';
import { element, table } from './dom';
import { figure, idOf, listOf, type Part } from './parts';

/** Bits from which a token is as dark as can be. */
const DARKEST = 6;
const MOST_HEAT = 55;

/** Totals of a response, its text with each token as dark as it surprised, and what it would rather have said. */
export function tokens(answer: Part, drawn: unknown): HTMLElement[] {
  const sequences = listOf(answer.sequences);
  const shown = sequences[typeof answer.sequence === 'number' ? answer.sequence : 0];
  if (!shown) return [];
  const surprises = listOf(answer.surprises);
  return [figures(shown), ...text(drawn), ...(surprises.length > 0 ? [surprising(surprises)] : [])];
}

function figures({ source, model, tokens: count, perplexity, bitsPerToken, sumLogprob }: Part): HTMLElement {
  const named: [string, string | undefined][] = [
    [l10n.t('tokens'), idOf(count)],
    [l10n.t('perplexity'), figure(perplexity)],
    [l10n.t('bits per token'), figure(bitsPerToken)],
    [l10n.t('log-probability'), figure(sumLogprob)],
  ];
  const shown = named.filter(([, value]) => value !== undefined);
  return element(
    'div',
    'figures',
    element('h1', '', figure(model) ?? figure(source)),
    ...shown.map(([name, value]) => element('span', '', `${name} `, element('b', '', value))),
  );
}

function text(drawn: unknown): HTMLElement[] {
  const { texts, bits } = (drawn ?? {}) as { texts?: unknown; bits?: unknown };
  if (!Array.isArray(texts) || !Array.isArray(bits)) return [];
  const spans = texts.map((one, i) => {
    const span = element('span', '', withoutUnseen(String(one)));
    const surprisal: unknown = bits[i];
    if (typeof surprisal !== 'number') return span;
    span.style.setProperty('--heat', `${(Math.min(1, surprisal / DARKEST) * MOST_HEAT).toFixed(1)}%`);
    span.title = l10n.t('{0} bits', surprisal.toFixed(2));
    return span;
  });
  const whole = element('p', 'text', ...spans);
  whole.tabIndex = 0;
  whole.setAttribute('role', 'region');
  whole.setAttribute('aria-label', l10n.t('The text, each token shaded by its surprisal'));
  return [whole];
}

function surprising(surprises: readonly Part[]): HTMLElement {
  return table(
    [
      { name: l10n.t('Most surprising'), className: 'wide' },
      { name: l10n.t('bits'), className: 'number' },
      { name: l10n.t('Alternatives') },
    ],
    surprises.map(({ before, token, bits, rather }) => [
      element('code', '', element('span', 'dim', figure(before)), figure(token)),
      figure(bits),
      element(
        'code',
        '',
        listOf(rather)
          .map((one) => figure(one.token))
          .join(' · '),
      ),
    ]),
  );
}
