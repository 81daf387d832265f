import * as l10n from '@vscode/l10n';
import { capital } from '../../../arrays/words/capital';
import type { Finding } from '../../types';
import type { Explained } from '../explainLoss';
import { printable } from '../../../arrays/words/printable';
import { asPrinted, figure } from '../figures';
import type { AuditFacts } from '../facts';
import type { AuditRule } from '../rule';
import { alsoOf, isDoubleSoftmax } from './doubleSoftmax';
import { notFinite } from './notFinite';

/** A loss printed beside logits and labels is computed again and compared. */
export const printedLoss: AuditRule = {
  check(facts) {
    const { explained, table } = facts;
    if (!explained) return undefined;
    const { printed, agrees, fitting, nearest } = explained;
    const name = nameOf(printed);
    if (!Number.isFinite(printed.value) && !(printed.ofRows && explained.otherRow === undefined))
      return notFinite(facts, name);
    const [way] = fitting;
    if (printed.ofRows && (agrees || explained.otherRow === undefined)) return eachRow(facts, explained);
    if (!agrees && printed.unsure && !way?.stated) return undefined;
    if (isDoubleSoftmax(explained)) return undefined;
    if (agrees && !(way?.stated && isCloser(way, explained)))
      return {
        ...comparison(explained),
        severity: 'info',
        message: left(table.labels.outOfRange > 0, name),
        remedy: l10n.t('Nothing to do.'),
      };
    if (way) return { ...comparison(explained, way), ...said(explained, name), ...mending(way) };
    if (explained.least !== undefined && printed.value >= explained.least)
      return {
        ...comparison(explained),
        severity: 'info',
        message: l10n.t(
          'A label’s probability is printed as 0, which hides its loss: the mean is at least {0}, and {1} is {2}.',
          figure(explained.least),
          name,
          asPrinted(printed.value),
        ),
        remedy: l10n.t('Print more digits, or the logits, to compare them.'),
      };
    if (!Number.isFinite(explained.computed))
      return {
        ...comparison(explained),
        severity: 'warning',
        message: l10n.t(
          'The loss of these rows is {0}. No setting that was tried gives {1} {2}.',
          figure(explained.computed),
          name,
          asPrinted(printed.value),
        ),
        remedy: l10n.t('See which rows have no finite loss. A mean that includes them can’t be compared.'),
      };
    const { unknown, other } = facts.beside.lossOptions ?? {};
    if (other !== undefined)
      return {
        ...comparison(explained),
        severity: 'info',
        message: l10n.t(
          '{0} can’t be compared: the code computes it as “{1}”.',
          capital(name),
          printable(other),
        ),
        remedy: l10n.t('To compare a loss, print the cross-entropy of these rows by itself.'),
      };
    if (unknown !== undefined)
      return {
        ...comparison(explained),
        severity: 'info',
        message: l10n.t(
          '{0} can’t be compared: the code computes it with “{1}”, and that value isn’t known.',
          capital(name),
          printable(unknown),
        ),
        remedy: remedyFor(unknown),
      };
    return {
      ...comparison(explained, nearest),
      severity: 'warning',
      message: l10n.t('{0} doesn’t follow from these logits and labels.', capital(name)),
      remedy: l10n.t(
        'Check that the labels belong to these rows, and that the loss was computed from the same batch in the same mode.',
      ),
    };
  },
};

/** Weights are found by their names beside the logits. */
function remedyFor(unknown: string): string {
  const name = /^pos_weight=/.test(unknown)
    ? 'pos_weight'
    : /^weights?=/.test(unknown)
      ? 'class_weights'
      : undefined;
  return name
    ? l10n.t('To compare it, print the weights beside the logits as “{0}”.', name)
    : l10n.t('To compare it, write the value into the call, or compute the loss without it.');
}

function nameOf({ name, ofRows }: Explained['printed']): string {
  if (!name) return l10n.t('the printed loss');
  return ofRows ? l10n.t('the mean of “{0}”', name) : l10n.t('“{0}”', name);
}

/** Losses of single rows whose mean is right: each must be its own row's. */
function eachRow({ table }: AuditFacts, explained: Explained): Finding | undefined {
  const { name = '', ofRows = [], unsure } = explained.printed;
  const other = explained.otherRow;
  if (other === undefined)
    return {
      ...comparison(explained),
      severity: 'info',
      message: l10n.t('“{0}” is what these logits and labels give, row by row.', name),
      remedy: l10n.t('Nothing to do.'),
    };
  if (unsure) return undefined;
  return {
    ...comparison(explained),
    severity: 'warning',
    message: l10n.t(
      'The mean of “{0}” is that of these rows, but the loss of row {1} is different.',
      name,
      other,
    ),
    evidence: l10n.t(
      'row {0}: printed {1}, computed {2}',
      other,
      asPrinted(ofRows[other]),
      figure(table.loss![other]),
    ),
    remedy: l10n.t('Check that the losses are in the order of these rows.'),
    rows: [other],
  };
}

function left(isOut: boolean, name: string): string {
  return isOut
    ? l10n.t(
        '{0} is what these logits and labels give when labels that aren’t classes are excluded.',
        capital(name),
      )
    : l10n.t('{0} is what these logits and labels give.', capital(name));
}

/** What stands beside the rows explains the loss better than the settings do. */
function isCloser(way: Explained['fitting'][number], { computed, printed }: Explained): boolean {
  return Math.abs(way.value - printed.value) < Math.abs(computed - printed.value);
}

function said({ fitting, computed }: Explained, name: string): Pick<Finding, 'severity' | 'message'> {
  const [way] = fitting;
  if (way.stated) return { severity: 'info', message: l10n.t('{0} is {1}.', capital(name), way.what) };
  const message = way.sentence
    ? `${l10n.t('The loss of these logits and labels is {0}.', figure(computed))} ${way.sentence}`
    : l10n.t(
        '{0} isn’t the loss of these logits and labels under the current settings; it is {1}.',
        capital(name),
        way.what,
      );
  return { severity: 'warning', message: [message, ...alsoOf(fitting)].join(' ') };
}

function mending({ remedy, settings, action }: Explained['fitting'][number]) {
  return { remedy, ...(settings && action && { settings, action }) };
}

function comparison(
  { printed, computed, open }: Explained,
  way?: Explained['nearest'],
): Pick<Finding, 'id' | 'evidence'> {
  const difference = figure(Math.abs(computed - printed.value));
  const own = Number.isFinite(computed)
    ? l10n.t(
        'printed {0}, computed {1} ± {2}, difference {3}',
        asPrinted(printed.value),
        figure(computed),
        figure(open),
        difference,
      )
    : l10n.t('printed {0}, computed {1}', asPrinted(printed.value), figure(computed));
  const other = way && l10n.t('{0}: {1}', way.what, figure(way.value));
  return { id: 'printed-loss', evidence: other ? `${own}; ${other}` : own };
}
