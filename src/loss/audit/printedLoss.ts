import { lossInterval } from '../interval';
import { explainLoss } from './explainLoss';
import { counted, figure, halfUnit, type AuditFacts, type AuditRule } from './rule';

/** A loss printed beside logits and labels is computed again and compared. */
export const printedLoss: AuditRule = {
  id: 'printed-loss',
  check(facts) {
    const { table, printedLoss: printed } = facts;
    if (!printed || table.reduced === undefined || !table.label) return undefined;
    const name = printed.name ? `"${printed.name}"` : 'The printed loss';
    const open = openTo(facts);
    const tolerance = halfUnit(printed) + open;
    const difference = Math.abs(table.reduced - printed.value);
    const evidence = `printed ${printed.value}, computed ${figure(table.reduced)} ± ${figure(open)}, difference ${figure(difference)}`;
    if (difference <= tolerance) {
      return {
        id: 'printed-loss',
        severity: 'info',
        message: `${name} is what these logits and labels give.`,
        evidence,
        remedy: 'Nothing to do.',
      };
    }
    const explanations = explainLoss(facts, open);
    if (explanations.length > 0) {
      const [{ what, value, remedy, settings }] = explanations;
      const others = explanations.length > 1 ? ` So is ${explanations[1].what}.` : '';
      return {
        id: 'printed-loss',
        severity: 'warning',
        message: `${name} is not the ${table.settings.reduction ?? 'mean'} loss of these logits and labels; it is ${what}.${others}`,
        evidence: `${evidence}; that gives ${figure(value)}`,
        remedy,
        ...(settings && { offer: { label: 'Compute it so', settings } }),
      };
    }
    return {
      id: 'printed-loss',
      severity: 'error',
      message: `${name} does not follow from these logits and labels.`,
      evidence: `${evidence}; sums, bits, smoothing, weights, shifted labels and a second softmax do not give it either`,
      remedy:
        'Check that the labels belong to these rows, and that the loss was computed of the same batch in the same mode.',
    };
  },
};

/** What the printed precision of the logits leaves open of the mean loss. */
function openTo({ table }: AuditFacts): number {
  const { decimals, settings, label, loss } = table;
  if (decimals === undefined || !label || !loss) return Math.abs(table.reduced ?? 0) * 1e-9;
  let width = 0;
  for (let row = 0; row < label.length; row++) {
    if (label[row] < 0) continue;
    const [low, high] = lossInterval(loss[row], decimals, settings.temperature);
    width += (high - low) / 2;
  }
  const { rows } = counted(table);
  return settings.reduction === 'sum' ? width : width / rows;
}
