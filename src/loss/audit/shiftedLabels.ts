import { isTelling, type OtherLabels } from '../neighbours';
import { countOf, figure, halfUnit, type AuditRule } from './rule';

const REMEDY = 'Shift once: logits[:, :-1] against labels[:, 1:], as a language model’s own loss does.';

/** Labels of sequences are compared with those of the neighbouring positions: language models predict the next one. */
export const shiftedLabels: AuditRule = {
  id: 'shifted-labels',
  check({ table, printedLoss: printed }) {
    const { neighbours, settings } = table;
    if (!neighbours || settings.loss === 'sigmoid') return undefined;
    const { own, next, previous, sequences } = neighbours;
    const mean = own.loss / own.rows;
    const isPrinted = (value: number) =>
      printed !== undefined && Math.abs(printed.value - value) <= halfUnit(printed) * (1 + 1e-6);
    const compared = (other: OtherLabels, how: string, now: string) =>
      `mean loss ${figure(other.loss / other.rows)} ${how} (accuracy ${figure(other.right / other.rows)} over ${countOf(other.rows, 'position')}), ${figure(mean)} ${now} (accuracy ${figure(own.right / own.rows)} over ${own.rows.toLocaleString('en')})${printed ? `; printed ${printed.value}` : ''}`;
    if (!settings.shifted) {
      const byPrint = isPrinted(next.loss / next.rows) && !isPrinted(mean);
      const offer = { label: 'Shift the labels by one', settings: { shifted: true } };
      const evidence = compared(next, 'with the labels shifted by one', 'as they stand');
      if (byPrint || isTelling(next))
        return {
          id: 'shifted-labels',
          severity: 'warning',
          message:
            'These are a language model’s labels: the logits at each position fit the label of the next one.',
          evidence,
          remedy: REMEDY,
          offer,
        };
      if (isTelling(previous))
        return {
          id: 'shifted-labels',
          severity: 'warning',
          message:
            'The labels are shifted once too often: the logits at each position fit the label of the one before.',
          evidence: compared(previous, 'with the labels shifted back', 'as they stand'),
          remedy: `${REMEDY} Labels that are shifted already are not shifted again.`,
        };
      // Few positions decide nothing, but a person may know.
      if (sequences > 1 && next.both > 0 && next.both < 8 && next.gain > 0)
        return {
          id: 'shifted-labels',
          severity: 'info',
          message: 'These may be a language model’s labels: shifted by one, they fit better.',
          evidence: `${evidence}; too few positions to decide`,
          remedy: `If they are input ids: ${REMEDY.toLowerCase()}`,
          offer,
        };
      return undefined;
    }
    if (isTelling(previous))
      return {
        id: 'shifted-labels',
        severity: 'warning',
        message: 'The labels had been shifted already: shifted by one, they no longer fit.',
        evidence: compared(previous, 'as they were', 'shifted by one'),
        remedy: 'Take the labels as they are.',
        offer: { label: 'Take the labels as they are', settings: { shifted: false } },
      };
    return {
      id: 'shifted-labels',
      severity: 'info',
      message: 'The labels are shifted by one: the logits at t belong to the label at t + 1.',
      evidence: compared(previous, 'unshifted', 'shifted by one'),
      remedy: 'Nothing to do, if these are a language model’s input ids.',
    };
  },
};
