import * as l10n from '@vscode/l10n';
import { rowsText } from '../../../arrays/words/plural';
import { printedWith } from '../facts';
import { asPrinted, figure, grouped } from '../figures';
import type { AuditRule } from '../rule';
import { printedTolerance } from '../tolerance';
import { along, meanAlong } from '../ways/axes';

/** Labels whose shape says that the classes lie along another axis. */
const classAxis: AuditRule = {
  check(facts) {
    const { beside, shape, table, classAxis: current } = facts;
    const { labels } = beside;
    if (!labels || labels.axis === undefined || labels.axis === current || table.label) return undefined;
    const { axis } = labels;
    const mean = meanAlong(facts, axis, labels.values.data);
    const printed = printedWith(facts);
    const open = table.decimals === undefined ? 0 : 10 ** -table.decimals;
    const isPrinted =
      mean !== undefined && printed && Math.abs(mean - printed.value) <= printedTolerance(printed) + open;
    const shapes = l10n.t(
      'labels of shape {0} fit logits of shape {1} with the {2} classes along axis {3}',
      labels.values.shape.join('×'),
      shape.join('×'),
      shape[axis],
      axis,
    );
    const loss = mean === undefined ? '' : `; ${along(axis, mean)}`;
    return {
      id: 'class-axis',
      severity: 'warning',
      message: isPrinted
        ? l10n.t(
            'The labels fit classes along axis {0}, and the mean loss along it is the printed {1}.',
            axis,
            asPrinted(printed.value),
          )
        : l10n.t('The labels fit classes along axis {0}, not along axis {1}.', axis, current),
      evidence: `${shapes}${loss}`,
      remedy: l10n.t('Read the classes along axis {0}.', axis),
      settings: { axis },
      action: l10n.t('Use axis {0}', axis),
    };
  },
};

/** Weights that nobody has set yet. */
const classWeights: AuditRule = {
  check({ beside: { weights, lossOptions }, table, explained }) {
    const values = weights?.values ?? lossOptions?.classWeights;
    if (weights?.role === 'pos-weight' || values?.length !== table.classes) return undefined;
    if (table.settings.classWeights || !table.label || explained?.fitting[0]?.stated) return undefined;
    return {
      id: 'class-weights',
      severity: 'info',
      message: weights
        ? l10n.t('“{0}” holds a weight for each class.', weights.name)
        : l10n.t('The code gives a weight for each class.'),
      evidence: l10n.t('[{0}]', values.slice(0, 8).map(figure).join(', ')),
      remedy: l10n.t('Use them as class weights if the loss was computed with them.'),
      settings: { classWeights: values },
      action: l10n.t('Use as class weights'),
    };
  },
};

/** Options that the code states and the settings don't have. */
const statedOptions: AuditRule = {
  check({ beside: { lossOptions = {} }, table: { settings, label }, explained }) {
    const { labelSmoothing, ignoreIndex, reduction } = lossOptions;
    const changed = {
      ...(labelSmoothing && labelSmoothing !== settings.labelSmoothing && { labelSmoothing }),
      ...(ignoreIndex !== undefined && ignoreIndex !== (settings.ignoreIndex ?? -100) && { ignoreIndex }),
      ...(reduction && reduction !== (settings.reduction ?? 'mean') && { reduction }),
    };
    const options = Object.entries(changed);
    if (!label || options.length === 0 || explained?.agrees || explained?.fitting[0]?.stated)
      return undefined;
    const written = {
      labelSmoothing: 'label_smoothing',
      ignoreIndex: 'ignore_index',
      reduction: 'reduction',
    };
    return {
      id: 'stated-options',
      severity: 'info',
      message: l10n.t('The code computes the loss with options that aren’t set here.'),
      evidence: options
        .map(([name, value]) => `${written[name as keyof typeof written]}=${value}`)
        .join(', '),
      remedy: l10n.t('Use them to compute the same loss.'),
      settings: changed,
      action: l10n.t('Use these options'),
    };
  },
};

/** What the code divides the logits by before it takes their softmax. */
const statedTemperature: AuditRule = {
  check({ beside: { lossOptions }, table: { settings }, explained }) {
    const temperature = lossOptions?.temperature;
    if (temperature === undefined || temperature === settings.temperature) return undefined;
    const way = explained?.fitting[0];
    // A loss that was printed without it, or with it, says so itself.
    if (explained?.agrees || way?.settings?.temperature === temperature) return undefined;
    return {
      id: 'stated-temperature',
      severity: 'info',
      message: l10n.t('The code divides these logits by a temperature of {0}.', temperature),
      evidence: l10n.t('set here: {0}', settings.temperature),
      remedy: l10n.t('Use it to see the same distribution.'),
      settings: { temperature },
      action: l10n.t('Use temperature {0}', temperature),
    };
  },
};

/** What is named labels and can be none of these rows. */
const unfitLabels: AuditRule = {
  check({ beside: { unfitLabels: unfit }, table: { label, rows }, shape }) {
    if (!unfit || label) return undefined;
    const { name, outside, problem } = unfit;
    const written = unfit.shape.join('×');
    const evidence = l10n.t('labels of shape {0}, logits of shape {1}', written, shape.join('×'));
    if (unfit.isGuess)
      return {
        id: 'unfit-labels',
        severity: 'info',
        message: l10n.t('“{0}” may be the labels.', name),
        evidence: l10n.t('no field is named as labels'),
        remedy: l10n.t('Choose it as the labels if it says which class is right.'),
      };
    if (unfit.areTops)
      return {
        id: 'unfit-labels',
        severity: 'info',
        message: l10n.t(
          '“{0}” is the top class of every row: it may be predictions, or labels that are all right.',
          name,
        ),
        evidence,
        remedy: l10n.t('Choose it as the labels if it says which class is right.'),
      };
    if (problem !== undefined)
      return {
        id: 'unfit-labels',
        severity: 'warning',
        message: l10n.t('“{0}” can’t be used as labels: {1}.', name, problem),
        evidence,
        remedy: unfit.areTexts
          ? l10n.t('Name every class, or give class IDs.')
          : l10n.t('Save the labels as whole numbers.'),
      };
    const isList = unfit.shape.length === 1;
    return {
      id: 'unfit-labels',
      severity: 'warning',
      message: outside
        ? l10n.t('“{0}” has the shape of these logits, but values outside [0, 1].', name)
        : isList
          ? unfit.shape[0] === 1
            ? l10n.t('“{0}” has 1 value for {1}.', name, rowsText(rows))
            : l10n.t('“{0}” has {1} values for {2}.', name, grouped(unfit.shape[0]), rowsText(rows))
          : l10n.t('“{0}” has shape {1}, which doesn’t fit labels of {2}.', name, written, rowsText(rows)),
      evidence,
      remedy: l10n.t('Give the labels of these rows, or print labels and logits of one batch.'),
    };
  },
};

/** What a file does not say, and was decided. */
const takenSo: AuditRule = {
  check({ beside: { taken } }) {
    if (!taken) return undefined;
    const [first, ...rest] = taken;
    return {
      id: 'taken-so',
      severity: 'info',
      message: first,
      evidence: rest.length > 0 ? rest.join(' ') : l10n.t('the file doesn’t say'),
      remedy: l10n.t('Nothing to do if that is intended.'),
    };
  },
};

/** Harnesses for multiple choice divide by the choices' lengths, which no score tells. */
const byLength: AuditRule = {
  check({ beside: { byLength: name } }) {
    if (!name) return undefined;
    return {
      id: 'by-length',
      severity: 'info',
      message: l10n.t(
        '“{0}” can’t be computed from these numbers: it divides each by its choice’s length.',
        name,
      ),
      evidence: l10n.t('the accuracy shown here is that of the unchanged numbers'),
      remedy: l10n.t('Divide each choice’s log-likelihood by the length of its text, then compare.'),
    };
  },
};

export const besideRules: readonly AuditRule[] = [
  classAxis,
  unfitLabels,
  classWeights,
  statedOptions,
  statedTemperature,
  byLength,
  takenSo,
];
