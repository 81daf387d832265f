import * as l10n from '@vscode/l10n';
import { areShares } from '../../../arrays/shares';
import { plural, rowsText } from '../../../arrays/words/plural';
import { doubleSoftmaxFloor } from '../../doubleSoftmaxFloor';
import { flagAsRead } from '../../flagsAsRead';
import { figure, grouped } from '../figures';
import { rowSumTolerance } from '../../../arrays/tolerance';
import type { AuditFacts } from '../facts';
import { NAMED_ROWS, type AuditRule } from '../rule';
import { normalizedAxis } from './normalizedAxis';

/** What the values are, against what they are read as. */
const probabilitiesAsLogits: AuditRule = {
  check({ table: { values, classes }, reading }) {
    if (reading !== 'logits' || classes < 2 || values.rows === 0 || values.unitRows < 0.99 * values.rows)
      return undefined;
    return {
      id: 'probabilities-as-logits',
      severity: 'error',
      message: l10n.t(
        'These are probabilities, passed as logits: a softmax on top of them flattens every row.',
      ),
      evidence: plural(
        values.rows,
        l10n.t(
          'the row lies in [0, 1] and sums to 1; the loss could never fall below ln(1 + {0}/e) = {1}',
          classes - 1,
          figure(doubleSoftmaxFloor(classes)),
        ),
        l10n.t(
          '{0} of {1} rows lie in [0, 1] and sum to 1; the loss could never fall below ln(1 + {2}/e) = {3}',
          grouped(values.unitRows),
          grouped(values.rows),
          classes - 1,
          figure(doubleSoftmaxFloor(classes)),
        ),
      ),
      remedy: l10n.t('Read them as probabilities here. In the code, pass what comes before the softmax.'),
    };
  },
};

const logitsAsProbabilities: AuditRule = {
  check(facts) {
    const { table, reading } = facts;
    const { values, classes } = table;
    // Probabilities are opened through their logarithm: rows that summed to 1 have log-sum-exp 0.
    if (reading !== 'probabilities' || classes < 2 || values.rows === 0) return undefined;
    const off = values.rows - values.logUnitRows;
    // What is NaN throughout was a distribution or was not; another rule tells of it.
    if (off === values.allNaNRows) return undefined;
    if (off <= 0.01 * values.rows || areRounded(facts)) return undefined;
    // A few rows with a NaN are faults among probabilities, which another rule tells of.
    const without = values.nanRows + values.infiniteRows + values.maskedRows;
    if (off - without <= 0.01 * values.rows && without <= values.rows / 2) return undefined;
    // They are some, along another axis.
    if (normalizedAxis.check(facts) !== undefined) return undefined;
    return {
      id: 'logits-as-probabilities',
      severity: 'error',
      message: l10n.t('These are read as probabilities, but they aren’t.'),
      evidence: offText(off, values),
      remedy: l10n.t('Read them as logits, or as sigmoid scores where each class is its own yes or no.'),
    };
  },
};

/** What keeps rows from being probabilities; the logarithm of a negative value is NaN, like that of NaN. */
function offText(off: number, { rows, nanRows }: AuditFacts['table']['values']): string {
  if (rows === 1)
    return nanRows > 0
      ? l10n.t('the row holds a negative value or NaN, or doesn’t sum to 1')
      : l10n.t('the row doesn’t sum to 1');
  if (nanRows > 0)
    return plural(
      off,
      l10n.t('1 of {0} holds a negative value or NaN, or doesn’t sum to 1', rowsText(rows)),
      l10n.t('{0} of {1} hold a negative value or NaN, or don’t sum to 1', grouped(off), rowsText(rows)),
    );
  return plural(
    off,
    l10n.t('1 of {0} doesn’t sum to 1', rowsText(rows)),
    l10n.t('{0} of {1} don’t sum to 1', grouped(off), rowsText(rows)),
  );
}

/** All rows sum to 1 as nearly as their few digits let them. */
function areRounded({ beside: { decimals }, table: { classes }, values }: AuditFacts): boolean {
  if (decimals === undefined || !values) return false;
  const { logits } = values;
  for (let from = 0; from < logits.length; from += classes) {
    let sum = 0;
    for (let i = from; i < from + classes; i++) sum += Math.exp(logits[i]);
    if (!(Math.abs(sum - 1) <= rowSumTolerance(classes, decimals))) return false;
  }
  return true;
}

const outsideUnit: AuditRule = {
  check({ table: { classes, rows }, reading, values }) {
    if (!values || reading === 'probabilities' || classes < 2 || rows < 2) return undefined;
    const { logits } = values;
    if (areShares(logits)) return undefined;
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += logits[row * classes + c];
      if (!(Math.abs(sum - 1) <= 1e-3)) return undefined;
    }
    return {
      id: 'outside-unit-interval',
      severity: 'warning',
      message: l10n.t('Every row sums to 1, but some values lie outside [0, 1]: these aren’t probabilities.'),
      evidence: l10n.t(
        'values from {0} to {1}',
        figure(Math.min(...logits.slice(0, 10_000))),
        figure(Math.max(...logits.slice(0, 10_000))),
      ),
      remedy: l10n.t(
        'Rows of a softmax lie in [0, 1]: check for a linear output, or for a division by the sum.',
      ),
    };
  },
};

const logProbabilities: AuditRule = {
  check({ table: { values, classes }, reading }) {
    if (reading !== 'logits' || classes < 2 || values.rows === 0 || values.logUnitRows < 0.99 * values.rows)
      return undefined;
    return {
      id: 'log-probabilities',
      severity: 'info',
      message: l10n.t('These are log-probabilities: log_softmax was taken already.'),
      evidence: l10n.t(
        'the exponentials of {0} of {1} sum to 1',
        rowsText(values.logUnitRows),
        grouped(values.rows),
      ),
      remedy: l10n.t(
        'Softmax and cross-entropy are the same on them as on the logits. In PyTorch, nll_loss expects them.',
      ),
    };
  },
};

const nanRows: AuditRule = {
  check({ table: { values, flags, loss, label }, reading }) {
    const { nanRows: nan, infiniteRows, maskedRows, rows } = values;
    const bad = nan + infiniteRows + maskedRows;
    if (bad === 0) return undefined;
    const causes = (reading === 'probabilities' ? faultsOfProbabilities : faultsOfLogits)(values);
    const message =
      bad === 1
        ? l10n.t('1 row has no distribution: {0}.', causes.join('; '))
        : l10n.t('{0} rows have no distribution: {1}.', grouped(bad), causes.join('; '));
    const first =
      flags[0] && l10n.t('the first is row {0}: {1}', flags[0].row, flagAsRead(flags[0], reading).message);
    const share = l10n.t('{0} of {1}', grouped(bad), rowsText(rows));
    return {
      id: 'nan-rows',
      severity: 'error',
      message: loss && label ? `${message} ${l10n.t('They make the reduced loss NaN.')}` : message,
      evidence: first ? `${share}, ${first}` : share,
      remedy: remedyOf(reading, maskedRows === bad),
      rows: flags.slice(0, NAMED_ROWS).map(({ row }) => row),
    };
  },
};

type Values = AuditFacts['table']['values'];

function faultsOfLogits({ nanRows, allNaNRows, infiniteRows, maskedRows }: Values): string[] {
  return [
    allNaNRows > 0 && l10n.t('{0} with only NaN', rowsText(allNaNRows)),
    nanRows > allNaNRows && l10n.t('{0} with a NaN among numbers', rowsText(nanRows - allNaNRows)),
    infiniteRows > 0 && l10n.t('{0} with +∞: an overflow, in float16 beyond 65504', rowsText(infiniteRows)),
    maskedRows > 0 && l10n.t('{0} with only −∞: the mask leaves no class', rowsText(maskedRows)),
  ].filter((fault) => fault !== false);
}

/** They come as their logarithms: that of a negative value is NaN, and that of 0 is −∞. */
function faultsOfProbabilities({ nanRows, infiniteRows, maskedRows }: Values): string[] {
  return [
    nanRows > 0 && l10n.t('{0} with a negative value or NaN', rowsText(nanRows)),
    infiniteRows > 0 && l10n.t('{0} with an infinite value', rowsText(infiniteRows)),
    maskedRows > 0 && l10n.t('{0} with only zeros', rowsText(maskedRows)),
  ].filter((fault) => fault !== false);
}

function remedyOf(reading: AuditFacts['reading'], areMasked: boolean): string {
  if (reading === 'probabilities')
    return l10n.t('Check where they are computed, or read them as logits if that is what they are.');
  if (areMasked) return l10n.t('Leave at least one class unmasked in every row.');
  return l10n.t(
    'Find the first layer that gives inf or NaN (torch.autograd.set_detect_anomaly), lower the learning rate, or use bfloat16 or float32.',
  );
}

export const valueRules: readonly AuditRule[] = [
  nanRows,
  probabilitiesAsLogits,
  logitsAsProbabilities,
  outsideUnit,
  logProbabilities,
];
