import * as l10n from '@vscode/l10n';
import { rowsText } from '../../../arrays/words/plural';
import { logSoftmax } from '../../../numerics';
import { ndarray } from '../../../arrays/ndarray';
import { RELIABILITY_BINS } from '../../../numerics';
import { batchOf } from '../../batchOf';
import { calibrationErrorByChance, type ByChance } from '../../calibrationByChance';
import type { Finding } from '../../types';
import type { AuditFacts } from '../facts';
import { accuracy, counted, figure, grouped } from '../figures';
import type { AuditRule } from '../rule';

/** Standard errors beyond which a figure is no accident. */
const SIGNIFICANT = 3;
/** Rows are the same where they differ by less than this share of what a row's own classes differ by. */
const SAME = 0.02;

const collapsed: AuditRule = {
  check(facts) {
    const { table } = facts;
    const spread = spreads(facts);
    if (table.rows < 2 || table.classes < 2 || !spread || !(spread.across <= SAME * spread.within))
      return undefined;
    return {
      id: 'collapsed-rows',
      severity: table.rows > 2 ? 'warning' : 'info',
      message:
        spread.across === 0
          ? l10n.t('The {0} have the same distribution, whatever the input.', rowsText(table.rows))
          : l10n.t('The {0} have nearly the same distribution, whatever the input.', rowsText(table.rows)),
      evidence: l10n.t(
        'log-probabilities differ by at most {0} between rows, by {1} within a row; top class {2} at {3}',
        figure(spread.across),
        figure(spread.within),
        table.top[0],
        figure(table.topProbability[0]),
      ),
      remedy: l10n.t(
        'Check that the inputs differ and reach the model, that weights were loaded, and that training didn’t collapse.',
      ),
    };
  },
};

/** How far rows differ in any one class, and how far classes differ in any one row, in log-probabilities. */
function spreads({ table, values }: AuditFacts): { across: number; within: number } | undefined {
  if (!values || table.flags.some(({ reason }) => reason !== 'masked-label')) return undefined;
  const { classes, rows } = table;
  const logP = logSoftmax(ndarray(Float64Array.from(values.logits), [rows, classes])).data;
  let across = 0;
  let within = 0;
  for (let c = 0; c < classes; c++) {
    const first = logP[c];
    for (let row = 0; row < rows; row++) {
      const at = row * classes;
      if (logP[at + c] !== first) across = Math.max(across, Math.abs(logP[at + c] - first));
      // Masked classes are the same in every row, or make the rows differ above.
      if (Number.isFinite(logP[at + c]) && Number.isFinite(logP[at + table.top[row]]))
        within = Math.max(within, logP[at + table.top[row]] - logP[at + c]);
    }
  }
  return { across, within };
}

/** Whether every row of a batch has one top class, with labels of several. */
const oneClass: AuditRule = {
  check(facts) {
    const { table } = facts;
    const { label, top } = table;
    if (!label || table.labels.softRows > 0 || collapsed.check(facts)) return undefined;
    const rows = [...label.keys()].filter((row) => label[row] >= 0);
    const [predicted] = rows.map((row) => top[row]);
    if (rows.length < 8 || !rows.every((row) => top[row] === predicted)) return undefined;
    const share = rows.filter((row) => label[row] === predicted).length / rows.length;
    // As many rows of one label would have one prediction, too.
    if (share ** rows.length > 0.01) return undefined;
    return {
      id: 'one-class',
      severity: 'warning',
      message: l10n.t('Class {0} is predicted in every row.', predicted),
      evidence: l10n.t('{0} of {1} have it as their label', figure(share), rowsText(rows.length)),
      remedy: l10n.t('Check the class balance, the class weights, and the learning rate.'),
    };
  },
};

const chanceLevel: AuditRule = {
  check(facts) {
    const { table, beside } = facts;
    const { classes } = table;
    const printed = beside.printedLoss;
    if (classes < 2 || table.settings.loss === 'sigmoid' || !table.isNearUniform) return undefined;
    const chance = Math.log(classes);
    const { rows, mean } = counted(table);
    const nearChance = (value: number) => Math.abs(value - chance) <= Math.max(0.005, 0.02 * chance);
    const isPrinted = printed !== undefined && nearChance(printed.value);
    if (rows === 0 ? !isPrinted : !nearChance(mean) || isRight(facts)) return undefined;
    const value = rows === 0 ? printed!.value : mean;
    return {
      id: 'chance-level',
      severity: 'warning',
      message: l10n.t(
        'The loss {0} is at chance level: ln {1} = {2} is what guessing all {1} classes alike would lose.',
        figure(value),
        classes,
        figure(chance),
      ),
      evidence:
        rows > 0
          ? l10n.t(
              'accuracy {0} over {1}, by chance {2}; every distribution is nearly uniform',
              figure(accuracy(table)),
              rowsText(rows),
              figure(1 / classes),
            )
          : l10n.t('printed {0}; every distribution is nearly uniform', printed!.value),
      remedy: l10n.t(
        'The model shows no sign of having learned. Check that weights were loaded, that the labels belong to these rows, and that the learning rate isn’t 0.',
      ),
    };
  },
};

/** Better than guessing, beyond chance, however flat the distributions are. */
function isRight({ table }: AuditFacts): boolean {
  const { rows } = counted(table);
  const guess = 1 / table.classes;
  return accuracy(table) > guess + SIGNIFICANT * Math.sqrt((guess * (1 - guess)) / rows);
}

/** A loss above that of a uniform guess. */
const worseThanUniform: AuditRule = {
  check(facts) {
    const { table } = facts;
    const { classes, settings, labels, label, loss } = table;
    if (classes < 2 || !label || !loss || settings.loss === 'sigmoid' || labels.multiHotRows > 0)
      return undefined;
    if (labels.outOfRange > 0) return undefined;
    const { rows, mean } = counted(table);
    const chance = Math.log(classes);
    const plain = !settings.classWeights && !settings.labelSmoothing;
    if (!plain || !Number.isFinite(mean) || mean <= chance * 1.02 || table.isNearUniform) return undefined;
    let squares = 0;
    for (let row = 0; row < label.length; row++) if (label[row] >= 0) squares += (loss[row] - mean) ** 2;
    const error = Math.sqrt(squares / Math.max(1, rows - 1) / rows);
    const isSure = rows > 2 && mean - chance > 2 * error;
    return {
      id: 'worse-than-uniform',
      severity: isSure ? 'warning' : 'info',
      message: l10n.t(
        'The mean loss {0} is worse than a uniform guess: ln {1} = {2}.',
        figure(mean),
        classes,
        figure(chance),
      ),
      evidence: isSure
        ? l10n.t(
            'accuracy {0} over {1}; {2} standard errors above',
            figure(accuracy(table)),
            rowsText(rows),
            figure(Number(((mean - chance) / error).toPrecision(2))),
          )
        : l10n.t(
            'accuracy {0} over {1}: too few to rule out chance',
            figure(accuracy(table)),
            rowsText(rows),
          ),
      remedy: l10n.t(
        'Check that labels and classes have the same order, and that the labels belong to these rows.',
      ),
    };
  },
};

/** Rows from which on calibration is judged. */
const LEAST_CALIBRATED = 20;
/** Deviations beyond which a sum of distances is no accident: it has a longer tail than a normal figure. */
const SIGNIFICANT_DISTANCE = 4;
/** Expected calibration error that is told even where confidence and accuracy agree over all rows. */
const LARGE_ERROR = 0.15;

/** Mean confidence against accuracy, beyond what chance leaves of their difference. */
const calibration: AuditRule = {
  check({ table }) {
    const { label, topProbability, top, settings, labels } = table;
    if (!label || settings.loss === 'sigmoid' || labels.softRows > labels.oneHotRows) return undefined;
    const rows = [...label.keys()].filter((row) => label[row] >= 0 && topProbability[row] >= 0);
    if (rows.length < LEAST_CALIBRATED) return undefined;
    let confidence = 0;
    let right = 0;
    let variance = 0;
    for (const row of rows) {
      const p = topProbability[row];
      confidence += p / rows.length;
      right += Number(top[row] === label[row]) / rows.length;
      variance += (p * (1 - p)) / rows.length ** 2;
    }
    const gap = confidence - right;
    // A sure row may be wrong once in a long while.
    const isReal = Math.abs(gap) > SIGNIFICANT * Math.sqrt(Math.max(variance, 1e-6)) && Math.abs(gap) > 0.02;
    const error = batchOf(table).calibrationError ?? 0;
    if (!isReal && error < LARGE_ERROR) return undefined;
    const figures = l10n.t(
      'mean confidence {0}, accuracy {1} over {2}; expected calibration error {3}',
      figure(Number(confidence.toPrecision(3))),
      figure(Number(right.toPrecision(3))),
      grouped(rows.length),
      figure(Number(error.toPrecision(2))),
    );
    if (!isReal) {
      const byChance = calibrationErrorByChance(
        rows.map((row) => topProbability[row]),
        RELIABILITY_BINS,
      );
      return largeError(error, byChance, figures);
    }
    return gap > 0
      ? {
          id: 'overconfident',
          severity: 'warning',
          message: l10n.t('The model is overconfident: it is right less often than its confidence says.'),
          evidence: figures,
          remedy: l10n.t('Fit a temperature above 1, or train with label smoothing or fewer epochs.'),
        }
      : {
          id: 'underconfident',
          severity: 'warning',
          message: l10n.t('The model is underconfident: it is right more often than its confidence says.'),
          evidence: figures,
          remedy: l10n.t('Fit a temperature below 1; check whether softmax was taken twice.'),
        };
  },
};

/** Confidence and accuracy agree over all rows, and yet not from bin to bin: by chance, or not. */
function largeError(error: number, { mean, deviation }: ByChance, figures: string): Finding {
  const rounded = figure(Number(error.toPrecision(2)));
  const chance = l10n.t('chance alone gives about {0}', figure(Number(mean.toPrecision(2))));
  const finding = { id: 'calibration-error', evidence: `${figures}; ${chance}` };
  return error > mean + SIGNIFICANT_DISTANCE * deviation
    ? {
        ...finding,
        severity: 'warning',
        message: l10n.t(
          'The calibration error is {0}: confidence and accuracy differ from bin to bin.',
          rounded,
        ),
        remedy: l10n.t('See the reliability diagram.'),
      }
    : {
        ...finding,
        severity: 'info',
        message: l10n.t('The calibration error is {0}, which so few rows can show by chance.', rounded),
        remedy: l10n.t('Judge the calibration on more rows.'),
      };
}

export const predictionRules: readonly AuditRule[] = [
  collapsed,
  oneClass,
  chanceLevel,
  worseThanUniform,
  calibration,
];
