import * as l10n from '@vscode/l10n';
import { rowsText } from '../../../arrays/words/plural';
import type { Finding } from '../../types';
import type { AuditFacts } from '../facts';
import { figure } from '../figures';
import { naive } from '../../../numerics';

/** A printed loss of NaN or ±∞ is never compared; what the rows hold may say where it comes from. */
export function notFinite(facts: AuditFacts, name: string): Finding {
  const { printedLoss } = facts.beside;
  const { reduced } = facts.table;
  const value = figure(printedLoss!.value);
  const cause = Number.isNaN(printedLoss!.value) ? causeOfNaN(facts) : causeOfInfinity(facts);
  if (printedLoss!.ofRows) return rowNotFinite(facts, printedLoss!.ofRows, cause);
  return {
    id: 'printed-loss',
    severity: 'warning',
    message: cause
      ? l10n.t('The printed loss is {0}: {1}.', value, cause)
      : l10n.t('The printed loss is {0}, which these logits and labels don’t explain.', value),
    evidence: l10n.t('{0} printed as {1}, computed {2}', name, value, figure(reduced!)),
    remedy: cause
      ? l10n.t('Fix that first, and then compare the losses.')
      : l10n.t('Check that the loss was computed from the same batch, and in which precision.'),
  };
}

/** Of losses of single rows the first that is not finite, where it should be. */
function rowNotFinite({ table }: AuditFacts, ofRows: readonly number[], cause: string | undefined): Finding {
  const isOther = (one: number, row: number) =>
    table.label![row] >= 0 && !Number.isFinite(one) && !Object.is(one, table.loss![row]);
  const row = ofRows.findIndex(isOther);
  const at = row < 0 ? ofRows.findIndex((one) => !Number.isFinite(one)) : row;
  const [printed, computed] = [figure(ofRows[at]), figure(table.loss![at])];
  return {
    id: 'printed-loss',
    severity: 'warning',
    message: cause
      ? l10n.t('The loss of row {0} is printed as {1}: {2}.', at, printed, cause)
      : l10n.t(
          'The loss of row {0} is printed as {1}, but its logits and label give {2}.',
          at,
          printed,
          computed,
        ),
    evidence: l10n.t('row {0}: printed {1}, computed {2}', at, printed, computed),
    remedy: cause
      ? l10n.t('Fix that first, and then compare the losses.')
      : l10n.t('Check that the loss was computed from the same batch, and in which precision.'),
    rows: [at],
  };
}

function causeOfNaN({ table }: AuditFacts): string | undefined {
  const { labels, values, rows } = table;
  if (labels.outOfRange > 0)
    return l10n.t(
      'labels from {0} to {1} aren’t classes of these logits',
      figure(labels.min),
      figure(labels.max),
    );
  if (labels.ignored > 0 && labels.ignored === rows)
    return l10n.t('every row is left out by the ignore index');
  const bad = values.nanRows + values.infiniteRows + values.maskedRows;
  if (bad > 0) return l10n.t('{0} without a distribution', rowsText(bad));
  if (table.flags.some(({ reason }) => reason === 'masked-label')) return maskedLabel(table.flags);
  return undefined;
}

function causeOfInfinity({ table, values }: AuditFacts): string | undefined {
  if (table.flags.some(({ reason }) => reason === 'masked-label')) return maskedLabel(table.flags);
  if (!values || !table.label) return undefined;
  const { classes } = table;
  const row = table.label.findIndex((id, at) => {
    if (id < 0 || !(table.loss![at] > LEAST_UNDERFLOW)) return false;
    const { loss } = naive(Float64Array.from(values.logits.subarray(at * classes, (at + 1) * classes)), {
      label: id,
    });
    return loss !== undefined && !Number.isFinite(loss.naive);
  });
  return row < 0
    ? undefined
    : l10n.t(
        'in float32 the probability of row {0}’s label is 0, and its logarithm −∞; from the logits its loss is {1}',
        row,
        figure(table.loss![row]),
      );
}

/** e^−87 is the least normal float32. */
const LEAST_UNDERFLOW = 87;

function maskedLabel(flags: AuditFacts['table']['flags']): string {
  const { row } = flags.find(({ reason }) => reason === 'masked-label')!;
  return l10n.t('the label of row {0} has probability 0', row);
}
