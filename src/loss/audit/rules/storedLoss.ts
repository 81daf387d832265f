import * as l10n from '@vscode/l10n';
import { rowsText } from '../../../arrays/words/plural';
import { figure, grouped } from '../figures';
import { NAMED_ROWS, type AuditRule } from '../rule';

/** Stored losses are rounded, most often to four decimals or to float32. */
const isNear = (a: number, b: number) => Math.abs(a - b) <= 1e-4 + 1e-4 * Math.abs(b);

/** Losses stored with the records are computed again and compared. */
export const storedLoss: AuditRule = {
  check({ table: { storedLoss: stored, loss, label } }) {
    if (!stored || !loss || !label) return undefined;
    const compared = [...label.keys()].filter(
      (row) => label[row] >= 0 && Number.isFinite(stored[row]) && Number.isFinite(loss[row]),
    );
    if (compared.length === 0) return undefined;
    const different = compared.filter((row) => !isNear(stored[row], loss[row]));
    if (different.length === 0)
      return {
        id: 'stored-loss',
        severity: 'info',
        message: l10n.t(
          'The stored losses follow from the logits and labels in {0}.',
          rowsText(compared.length),
        ),
        evidence: l10n.t('no difference above 1e−4'),
        remedy: l10n.t('Nothing to do.'),
      };
    const inBits =
      different.length > 1 && different.every((row) => isNear(stored[row] * Math.LN2, loss[row]));
    const worst = different.reduce((a, b) =>
      Math.abs(stored[b] - loss[b]) > Math.abs(stored[a] - loss[a]) ? b : a,
    );
    return {
      id: 'stored-loss',
      severity: inBits ? 'info' : 'warning',
      message: inBits
        ? l10n.t('The stored losses are in bits: log2 was taken, not ln.')
        : l10n.t(
            'The stored loss isn’t what logits and label give in {0} of {1}.',
            rowsText(different.length),
            grouped(compared.length),
          ),
      evidence: l10n.t(
        'row {0}: stored {1}, computed {2}',
        worst,
        figure(stored[worst]),
        figure(loss[worst]),
      ),
      remedy: inBits
        ? l10n.t('Multiply by ln 2 to compare.')
        : l10n.t(
            'Check that logits, label, and loss of a record come from the same example, and that no smoothing or weights were used.',
          ),
      rows: different.slice(0, NAMED_ROWS),
    };
  },
};
