import * as l10n from '@vscode/l10n';
import { rowsText } from '../../../arrays/words/plural';
import { NO_LABEL } from '../../../arrays/noLabel';
import type { Finding } from '../../types';
import type { AuditFacts } from '../facts';
import { figure, grouped } from '../figures';
import { NAMED_ROWS, type AuditRule, type CheckedFacts } from '../rule';
import { ignoreIndexOf } from '../rowLosses';

const labelRange: AuditRule = {
  check(facts) {
    const { labels, classes } = facts.table;
    if (labels.outOfRange === 0) return undefined;
    const { rows, ids } = outOfRange(facts);
    return {
      id: 'label-range',
      severity: isLeftOut(facts, ids) ? 'info' : 'error',
      evidence: l10n.t(
        'labels from {0} to {1}; valid class IDs are 0 to {2}',
        labels.min,
        labels.max,
        classes - 1,
      ),
      rows,
      ...(labels.min >= 1 && labels.max === classes
        ? fromOne(classes)
        : noClass(labels.outOfRange, ids, facts)),
    };
  },
};

/** The code leaves these labels out, or the printed loss is what the others give. */
function isLeftOut({ beside, explained }: CheckedFacts, ids: ReadonlySet<number>): boolean {
  const [id, ...more] = ids;
  return more.length === 0 && (beside.lossOptions?.ignoreIndex === id || explained?.agrees === true);
}

function fromOne(classes: number) {
  return {
    message: l10n.t('The labels are off by one: they count from 1 to {0}.', classes),
    remedy: l10n.t(
      'Subtract 1 from the labels. PyTorch would stop with “Target out of bounds”; a GPU would read past the row.',
    ),
    settings: { labelOffset: 1 },
    action: l10n.t('Subtract 1 from labels'),
  };
}

function noClass(
  count: number,
  ids: ReadonlySet<number>,
  { table }: AuditFacts,
): Pick<Finding, 'message' | 'remedy' | 'settings' | 'action'> {
  const [id] = ids;
  const message =
    count === 1
      ? l10n.t('Label {0} isn’t a class of these logits, so its row is excluded.', id)
      : ids.size === 1
        ? l10n.t(
            '{0} labels are {1}, which isn’t a class of these logits, so their rows are excluded.',
            grouped(count),
            id,
          )
        : l10n.t('{0} labels aren’t classes of these logits, so their rows are excluded.', grouped(count));
  const isSigned = id === -1 && table.classes === 2 && table.labels.min === -1 && !hasZero(table);
  if (isSigned && ids.size === 1)
    return { message, remedy: l10n.t('Labels of −1 and 1 count from −1: map −1 to 0.') };
  if (ids.size === 1)
    return {
      message,
      remedy: l10n.t('Set the ignore index to {0} if these rows are meant to be left out.', id),
      settings: { ignoreIndex: id },
      action: l10n.t('Set the ignore index to {0}', id),
    };
  return {
    message,
    remedy: l10n.t(
      'Check that the labels belong to this model. Another label map or a padding ID could have such values.',
    ),
  };
}

function hasZero({ label }: AuditFacts['table']): boolean {
  return label?.includes(0) ?? false;
}

/** The first rows whose label is no class, and the labels that are none. */
function outOfRange(facts: AuditFacts): { rows: number[]; ids: Set<number> } {
  const { givenLabel, classes } = facts.table;
  const ignored = ignoreIndexOf(facts);
  const rows: number[] = [];
  const ids = new Set<number>();
  for (let row = 0; givenLabel && row < givenLabel.length; row++) {
    const id = givenLabel.at(row)!;
    if ((id >= 0 && id < classes) || id === NO_LABEL || id === ignored) continue;
    if (rows.length < NAMED_ROWS) rows.push(row);
    if (ids.size < 2) ids.add(id);
  }
  return { rows, ids };
}

const ignoredRows: AuditRule = {
  check(facts) {
    const { labels, rows } = facts.table;
    if (labels.ignored === 0) return undefined;
    const index = ignoreIndexOf(facts);
    const all = labels.ignored === rows;
    return {
      id: 'ignored-rows',
      severity: all ? 'error' : 'info',
      message: all
        ? l10n.t('Every label is {0}, the ignore index: the mean loss is NaN, as in PyTorch.', index)
        : leftOut(labels.ignored, index),
      evidence: l10n.t(
        '{0} of {1} labels ({2}%)',
        grouped(labels.ignored),
        grouped(rows),
        figure((100 * labels.ignored) / rows),
      ),
      remedy: all
        ? l10n.t('Check how the labels are masked: a batch of nothing but padding trains on NaN.')
        : l10n.t('Nothing to do if these are padding or prompt tokens.'),
    };
  },
};

function leftOut(count: number, index: number): string {
  return count === 1
    ? l10n.t('1 row is left out of the loss: the label is {0}, the ignore index.', index)
    : l10n.t('{0} rows are left out of the loss: the label is {1}, the ignore index.', grouped(count), index);
}

const multiHot: AuditRule = {
  check({ table: { labels, settings } }) {
    if (labels.multiHotRows === 0 || settings.loss === 'sigmoid') return undefined;
    if (labels.multiHotRows + labels.oneHotRows < labels.softRows) return undefined;
    return {
      id: 'multi-hot',
      severity: 'warning',
      message:
        labels.multiHotRows === 1
          ? l10n.t(
              'The labels are multi-hot: 1 row marks several classes, or none, so no softmax can fit them.',
            )
          : l10n.t(
              'The labels are multi-hot: {0} rows mark several classes, or none, so no softmax can fit them.',
              grouped(labels.multiHotRows),
            ),
      evidence: l10n.t(
        '{0} of {1} label rows hold only 0 and 1 and don’t sum to 1',
        grouped(labels.multiHotRows),
        grouped(labels.softRows),
      ),
      remedy: l10n.t('Use sigmoid (multi-label) cross-entropy: each class is its own yes or no.'),
      settings: { loss: 'sigmoid' },
      action: l10n.t('Use sigmoid cross-entropy'),
    };
  },
};

/** Logits of no class that is not masked are as far apart. */
const HUGE = 1e5;

function hugeLoss(rows: readonly number[], cost: number): Finding {
  return {
    id: 'masked-label',
    severity: 'warning',
    message:
      rows.length === 1
        ? l10n.t('The label of row {0} is a masked class.', rows[0])
        : l10n.t('The labels of {0} are masked classes.', rowsText(rows.length)),
    evidence: l10n.t('the loss of row {0} is {1}', rows[0], figure(cost)),
    remedy: l10n.t('Mask only classes that no row has as its label, or exclude these rows.'),
    rows: rows.slice(0, NAMED_ROWS),
  };
}

const maskedLabel: AuditRule = {
  check({ table: { loss, label, settings, flags } }) {
    if (!loss || !label || settings.loss === 'sigmoid') return undefined;
    const rows = [...label.keys()].filter((row) => label[row] >= 0 && loss[row] > HUGE);
    if (rows.length === 0) return undefined;
    const cost = loss[rows[0]];
    if (cost !== Infinity) return hugeLoss(rows, cost);
    return {
      id: 'masked-label',
      severity: 'warning',
      message:
        rows.length === 1
          ? l10n.t('The label of row {0} has probability 0, so the loss is ∞.', rows[0])
          : l10n.t('The labels of {0} have probability 0, so the loss is ∞.', rowsText(rows.length)),
      evidence:
        flags.find(({ row }) => row === rows[0])?.message ?? l10n.t('the loss of row {0} is ∞', rows[0]),
      remedy: l10n.t('Mask only classes that no row has as its label, or exclude these rows.'),
      rows: rows.slice(0, NAMED_ROWS),
    };
  },
};

export const labelRules: readonly AuditRule[] = [labelRange, multiHot, maskedLabel, ignoredRows];
