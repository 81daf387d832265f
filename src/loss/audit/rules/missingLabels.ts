import * as l10n from '@vscode/l10n';
import { rowsText } from '../../../arrays/words/plural';
import { printedWith } from '../facts';
import { asPrinted, grouped } from '../figures';
import type { AuditRule } from '../rule';
import { searchLabels } from '../searchLabels';
import { printedTolerance } from '../tolerance';

/** Without labels, a printed loss may give them away. */
export const missingLabels: AuditRule = {
  check(facts) {
    const { table, values, beside } = facts;
    const printed = printedWith(facts);
    if (!printed || !Number.isFinite(printed.value) || table.label || beside.labels || !values)
      return undefined;
    const { classes, rows, decimals } = table;
    const tolerance = printedTolerance(printed) + (decimals === undefined ? 0 : 10 ** -decimals);
    const found = searchLabels(values.logits, classes, printed.value, tolerance);
    if (!found) return undefined;
    const [{ labels, reduction }] = found;
    const total = found.reduce((sum, one) => sum + one.solutions, 0);
    const named = l10n.t('[{0}] with reduction “{1}”', labels.join(', '), reduction);
    return {
      id: 'missing-labels',
      severity: 'info',
      message:
        total === 1
          ? l10n.t(
              'The printed loss {0} comes from the labels {1}, and from no others.',
              asPrinted(printed.value),
              named,
            )
          : l10n.t(
              'The printed loss {0} can come from the labels {1}, but that is ambiguous: {2} assignments of labels give it.',
              asPrinted(printed.value),
              named,
              grouped(total),
            ),
      evidence: l10n.t(
        '{0}, {1} classes, {2} assignments tried',
        rowsText(rows),
        classes,
        grouped(classes ** rows),
      ),
      remedy:
        total === 1
          ? l10n.t('Use these labels.')
          : l10n.t('Give the labels. The printed loss alone doesn’t tell which they are.'),
    };
  },
};
