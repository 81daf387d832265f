import * as l10n from '@vscode/l10n';
import { isTelling, type OtherLabels } from '../../neighbours';
import { printedWith } from '../facts';
import { asPrinted, figure, grouped } from '../figures';
import type { AuditRule } from '../rule';
import { printedTolerance } from '../tolerance';

const remedyOf = () =>
  l10n.t('Shift once: logits[:, :-1] against labels[:, 1:], as a language model’s own loss does.');

/** Labels of sequences are compared with those of the neighboring positions: language models predict the next one. */
export const shiftedLabels: AuditRule = {
  check(facts) {
    const { neighbours, settings } = facts.table;
    const printed = printedWith(facts);
    if (!neighbours || settings.loss === 'sigmoid') return undefined;
    const { own, next, previous, sequences } = neighbours;
    const mean = own.loss / own.rows;
    const isPrinted = (value: number) =>
      printed !== undefined && Math.abs(printed.value - value) <= printedTolerance(printed);
    const compared = (other: OtherLabels, how: string, now: string) =>
      [
        l10n.t(
          'mean loss {0} {1} (accuracy {2} over {3} positions), {4} {5} (accuracy {6} over {7})',
          figure(other.loss / other.rows),
          how,
          figure(other.right / other.rows),
          grouped(other.rows),
          figure(mean),
          now,
          figure(own.right / own.rows),
          grouped(own.rows),
        ),
        ...(printed ? [l10n.t('printed {0}', asPrinted(printed.value))] : []),
      ].join('; ');
    if (settings.shifted) {
      const evidence = compared(previous, l10n.t('as they were'), l10n.t('shifted by one'));
      return isTelling(previous)
        ? {
            id: 'shifted-labels',
            severity: 'warning',
            message: l10n.t('The labels were already shifted: shifted by one more, they no longer fit.'),
            evidence,
            remedy: l10n.t('Use the labels as they are.'),
            settings: { shifted: false },
            action: l10n.t('Use labels as they are'),
          }
        : {
            id: 'shifted-labels',
            severity: 'info',
            message: l10n.t('The labels are shifted by one: the logits at t belong to the label at t + 1.'),
            evidence,
            remedy: l10n.t('Nothing to do if these are a language model’s input IDs.'),
          };
    }
    const shift = { settings: { shifted: true }, action: l10n.t('Shift labels by one') };
    const evidence = compared(next, l10n.t('with the labels shifted by one'), l10n.t('as they stand'));
    if ((isPrinted(next.loss / next.rows) && !isPrinted(mean)) || isTelling(next))
      return {
        id: 'shifted-labels',
        severity: 'warning',
        message: l10n.t(
          'These are a language model’s labels: the logits at each position fit the label of the next one.',
        ),
        evidence,
        remedy: remedyOf(),
        ...shift,
      };
    if (isTelling(previous))
      return {
        id: 'shifted-labels',
        severity: 'warning',
        message: l10n.t(
          'The labels are shifted once too often: the logits at each position fit the label of the one before.',
        ),
        evidence: compared(previous, l10n.t('with the labels shifted back'), l10n.t('as they stand')),
        remedy: `${remedyOf()} ${l10n.t('Labels that are already shifted aren’t shifted again.')}`,
      };
    // Few positions decide nothing, but a person may know.
    if (sequences > 1 && next.both > 0 && next.both < 8 && next.gain > 0)
      return {
        id: 'shifted-labels',
        severity: 'info',
        message: l10n.t('These may be a language model’s labels: shifted by one, they fit better.'),
        evidence: l10n.t('{0}; too few positions to decide', evidence),
        remedy: l10n.t('If they are input IDs, shift them by one.'),
        ...shift,
      };
    return undefined;
  },
};
