import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { NO_LABEL } from '../../arrays/noLabel';
import { doubleSoftmaxFloor } from '../doubleSoftmaxFloor';
import { searchLabels } from './searchLabels';
import { printedLoss } from './printedLoss';
import { shiftedLabels } from './shiftedLabels';
import { accuracy, counted, countOf, figure, halfUnit, type AuditRule } from './rule';

/** Losses stored with the records are computed again and compared. */
const storedLoss: AuditRule = {
  id: 'stored-loss',
  check({ table: { storedLoss: stored, loss, label } }) {
    if (!stored || !loss || !label) return undefined;
    const different: number[] = [];
    let worst = 0;
    let worstRow = -1;
    let compared = 0;
    let bits = 0;
    for (let row = 0; row < label.length; row++) {
      if (label[row] < 0 || Number.isNaN(stored[row]) || Number.isNaN(loss[row])) continue;
      compared++;
      const difference = Math.abs(stored[row] - loss[row]);
      // Stored losses are rounded, most often to four decimals or to float32.
      if (difference <= 1e-4 + 1e-4 * Math.abs(loss[row])) continue;
      if (Math.abs(stored[row] * Math.LN2 - loss[row]) <= 1e-4 + 1e-4 * Math.abs(loss[row])) bits++;
      different.push(row);
      if (difference > worst) {
        worst = difference;
        worstRow = row;
      }
    }
    if (compared === 0) return undefined;
    if (different.length === 0) {
      return {
        id: 'stored-loss',
        severity: 'info',
        message: `The stored losses of all ${countOf(compared, 'row')} agree with the logits and labels.`,
        evidence: 'no difference above 1e-4',
        remedy: 'Nothing to do.',
      };
    }
    const inBits = bits === different.length && bits > 1;
    return {
      id: 'stored-loss',
      severity: inBits ? 'info' : 'error',
      message: inBits
        ? `The stored losses are in bits: log2 was taken, not ln.`
        : `The stored loss of ${countOf(different.length, 'row')} of ${compared.toLocaleString('en')} is not what the logits and label give.`,
      evidence: `row ${worstRow}: stored ${figure(stored[worstRow])}, computed ${figure(loss[worstRow])}`,
      remedy: inBits
        ? 'Multiply by ln 2 to compare.'
        : 'Check that logits, label and loss of a record come from the same example, and that no smoothing or weights were on.',
      rows: different.slice(0, 100),
    };
  },
};

/** Without labels, a printed loss may give them away. */
const missingLabels: AuditRule = {
  id: 'missing-labels',
  check({ table, printedLoss: printed, logits }) {
    if (!printed || table.label || !logits) return undefined;
    const { classes, rows, decimals } = table;
    const tolerance = halfUnit(printed) + (decimals === undefined ? 0 : 10 ** -decimals);
    const found = searchLabels(logits, classes, printed.value, tolerance);
    if (!found) return undefined;
    const [{ labels, reduction, solutions }, other] = found;
    const total = found.reduce((sum, one) => sum + one.solutions, 0);
    const named = `[${labels.join(', ')}] with reduction "${reduction}"`;
    return {
      id: 'missing-labels',
      severity: 'info',
      message:
        total === 1
          ? `The printed loss ${printed.value} comes from the labels ${named}, and from no others.`
          : `The printed loss ${printed.value} can come from the labels ${named}, but it is ambiguous: ${countOf(total, 'assignment')} of labels reproduce it.`,
      evidence: `${countOf(rows, 'row')}, ${classes} classes, ${(classes ** rows).toLocaleString('en')} assignments tried; ${solutions} as ${reduction}${other ? `, ${other.solutions} as ${other.reduction}` : ''}`,
      remedy: total === 1 ? 'Take these labels.' : 'Give the labels; the printed loss alone cannot decide.',
    };
  },
};

const chanceLevel: AuditRule = {
  id: 'chance-level',
  check({ table, printedLoss: printed }) {
    const { classes } = table;
    if (classes < 2) return undefined;
    const chance = Math.log(classes);
    const { rows, mean } = counted(table);
    const isPrinted =
      printed !== undefined && Math.abs(printed.value - chance) <= Math.max(0.005, halfUnit(printed));
    // Few rows come near ln C by accident.
    const isComputed =
      rows >= 10 && Math.abs(mean - chance) <= 0.02 * chance && accuracy(table) <= 2 / classes;
    if (!isPrinted && !isComputed) return undefined;
    const value = isPrinted ? printed.value : mean;
    return {
      id: 'chance-level',
      severity: 'warning',
      message: `The loss ${figure(value)} is at chance level: ln ${classes} = ${figure(chance)} is what guessing all ${classes} classes alike would lose.`,
      evidence:
        rows > 0
          ? `accuracy ${figure(accuracy(table))} over ${countOf(rows, 'row')}; chance would be ${figure(1 / classes)}`
          : `ln ${classes} = ${figure(chance)}`,
      remedy:
        'The model has learned nothing that shows here: check that weights were loaded, that the labels belong to these rows, and that the learning rate is not 0.',
    };
  },
};

const doubleSoftmax: AuditRule = {
  id: 'double-softmax',
  check({ table, printedLoss: printed, reading }) {
    const { classes } = table;
    if (classes < 2) return undefined;
    const floor = doubleSoftmaxFloor(classes);
    const { rows, mean } = counted(table);
    const right = rows > 0 ? accuracy(table) : NaN;
    const unit = reading !== 'probabilities' && table.values.unitRows === table.values.rows;
    const value = printed?.value ?? (unit && rows > 0 ? mean : undefined);
    if (value === undefined || !(value >= floor - (printed ? halfUnit(printed) : 1e-9))) return undefined;
    // At chance level nothing is known, and a wrong model loses more: only a right one that still loses this much is telling.
    const stuck = value <= floor + 0.25 * (Math.log(classes) - floor);
    const known = right >= 0.5 && (unit || mean < value - 0.1);
    if (!stuck && !known) return undefined;
    if (!known && !unit && rows > 0) return undefined;
    return {
      id: 'double-softmax',
      severity: 'warning',
      message: `The loss ${figure(value)} is stuck at or above ln(1 + ${classes - 1}/e) = ${figure(floor)}: softmax was taken twice.`,
      evidence: `${Number.isNaN(right) ? '' : `accuracy ${figure(right)}, and yet `}no loss of a double softmax over ${classes} classes can fall below ${figure(floor)}`,
      remedy:
        'Remove the softmax from the model, or use a loss that takes probabilities: cross_entropy takes logits.',
    };
  },
};

const probabilitiesAsLogits: AuditRule = {
  id: 'probabilities-as-logits',
  check({ table: { values, classes }, reading }) {
    if (reading !== 'logits' || classes < 2 || values.rows === 0 || values.unitRows < 0.99 * values.rows)
      return undefined;
    return {
      id: 'probabilities-as-logits',
      severity: 'error',
      message: 'These are probabilities, passed as logits: a softmax on top of them flattens every row.',
      evidence: `${countOf(values.unitRows, 'row')} of ${values.rows.toLocaleString('en')} lie in [0, 1] and sum to 1; the loss could never fall below ln(1 + ${classes - 1}/e) = ${figure(doubleSoftmaxFloor(classes))}`,
      remedy: 'Read them as probabilities here; in the code pass what comes before the softmax.',
    };
  },
};

const logitsAsProbabilities: AuditRule = {
  id: 'logits-as-probabilities',
  check({ table: { values, classes }, reading }) {
    // Probabilities are opened through their logarithm: rows that summed to 1 have log-sum-exp 0.
    if (reading !== 'probabilities' || classes < 2 || values.rows === 0) return undefined;
    const off = values.rows - values.logUnitRows;
    if (off <= 0.01 * values.rows) return undefined;
    return {
      id: 'logits-as-probabilities',
      severity: 'error',
      message: 'These are taken for probabilities, but they are none.',
      evidence: `${countOf(off, 'row')} of ${values.rows.toLocaleString('en')} ${values.nanRows > 0 ? 'hold negative values or' : ''} do not sum to 1`,
      remedy: 'Read them as logits, or as sigmoid scores where each class is its own yes or no.',
    };
  },
};

const logProbabilities: AuditRule = {
  id: 'log-probabilities',
  check({ table: { values, classes }, reading }) {
    if (reading !== 'logits' || classes < 2 || values.rows === 0 || values.logUnitRows < 0.99 * values.rows)
      return undefined;
    return {
      id: 'log-probabilities',
      severity: 'info',
      message: 'These are log-probabilities: log_softmax was taken already.',
      evidence: `the exponentials of ${countOf(values.logUnitRows, 'row')} of ${values.rows.toLocaleString('en')} sum to 1`,
      remedy:
        'Softmax and cross-entropy are the same on them as on the logits. In PyTorch nll_loss is the loss that expects them.',
    };
  },
};

const labelRange: AuditRule = {
  id: 'label-range',
  check({ table: { labels, classes, givenLabel } }) {
    if (labels.outOfRange === 0) return undefined;
    const rows: number[] = [];
    if (givenLabel) {
      for (let row = 0; row < givenLabel.length && rows.length < 100; row++)
        if (
          (givenLabel[row] < 0 || givenLabel[row] >= classes) &&
          givenLabel[row] !== NO_LABEL &&
          givenLabel[row] !== IGNORE_INDEX
        )
          rows.push(row);
    }
    const evidence = `labels run from ${labels.min} to ${labels.max}; valid class ids are 0 to ${classes - 1}`;
    if (labels.min === 1 && labels.max === classes) {
      return {
        id: 'label-range',
        severity: 'error',
        message: `The labels are off by one: they count from 1 to ${classes}.`,
        evidence,
        remedy:
          'Subtract 1 from the labels. PyTorch would stop with "Target out of bounds", a GPU would read beside the row.',
        rows,
      };
    }
    return {
      id: 'label-range',
      severity: 'error',
      message: `${countOf(labels.outOfRange, 'label is', 'labels are')} no class of these logits; their rows are left out.`,
      evidence:
        labels.min === -1 && labels.max < classes ? `${evidence}; −1 often stands for "ignore"` : evidence,
      remedy:
        labels.min === -1 && labels.max < classes
          ? 'Set the ignore index to −1 if these rows are meant to be left out.'
          : 'Check that the labels belong to this model: another label map, or a padding id, has such values.',
      rows,
      ...(labels.min === -1 &&
        labels.max < classes && {
          offer: { label: 'Set the ignore index to −1', settings: { ignoreIndex: -1 } },
        }),
    };
  },
};

const ignoredRows: AuditRule = {
  id: 'ignored-rows',
  check({ table: { labels, rows, settings } }) {
    if (labels.ignored === 0) return undefined;
    const index = settings.ignoreIndex ?? IGNORE_INDEX;
    const all = labels.ignored === rows;
    return {
      id: 'ignored-rows',
      severity: all ? 'error' : 'info',
      message: all
        ? `Every label is ${index}, the ignore index: the mean loss is NaN, as in PyTorch.`
        : `${countOf(labels.ignored, 'row is', 'rows are')} left out of the loss: the label is ${index}, the ignore index.`,
      evidence: `${labels.ignored.toLocaleString('en')} of ${rows.toLocaleString('en')} labels (${figure((100 * labels.ignored) / rows)} %)`,
      remedy: all
        ? 'Check how the labels are masked: a batch of nothing but padding trains on NaN.'
        : 'Nothing to do, if these are padding or prompt tokens.',
    };
  },
};

const nanRows: AuditRule = {
  id: 'nan-rows',
  check({ table: { values, flags, loss, label } }) {
    const { nanRows: nan, allNaNRows, infiniteRows, maskedRows, rows } = values;
    const bad = nan + infiniteRows + maskedRows;
    if (bad === 0) return undefined;
    const causes = [
      allNaNRows > 0 && `${countOf(allNaNRows, 'row')} of NaN only: the forward pass had overflowed before`,
      nan > allNaNRows && `${countOf(nan - allNaNRows, 'row')} with a NaN among numbers`,
      infiniteRows > 0 && `${countOf(infiniteRows, 'row')} with +∞: an overflow, in float16 beyond 65504`,
      maskedRows > 0 && `${countOf(maskedRows, 'row')} of −∞ only: a mask that leaves no class`,
    ].filter((cause) => cause !== false);
    const rest = loss && label ? ' They make the reduced loss NaN.' : '';
    return {
      id: 'nan-rows',
      severity: 'error',
      message: `${countOf(bad, 'row has', 'rows have')} no distribution: ${causes.join('; ')}.${rest}`,
      evidence: `${bad.toLocaleString('en')} of ${rows.toLocaleString('en')} rows${flags[0] ? `, the first is row ${flags[0].row}: ${flags[0].message}` : ''}`,
      remedy:
        maskedRows === bad
          ? 'Leave at least one class unmasked in every row.'
          : 'Find the first layer that gives inf or NaN (torch.autograd.set_detect_anomaly), lower the learning rate, or use bfloat16 or float32.',
      rows: flags.slice(0, 100).map(({ row }) => row),
    };
  },
};

const multiHot: AuditRule = {
  id: 'multi-hot',
  check({ table: { labels, settings } }) {
    if (labels.multiHotRows === 0 || settings.loss === 'sigmoid') return undefined;
    if (labels.multiHotRows + labels.oneHotRows < labels.softRows) return undefined;
    return {
      id: 'multi-hot',
      severity: 'warning',
      message: `The labels are multi-hot: ${countOf(labels.multiHotRows, 'row marks', 'rows mark')} several classes, or none, so no softmax can fit them.`,
      evidence: `${labels.multiHotRows.toLocaleString('en')} of ${labels.softRows.toLocaleString('en')} label rows do not sum to 1 and hold only 0 and 1`,
      remedy: 'Use sigmoid (multi-label) cross-entropy: each class is its own yes or no.',
      offer: { label: 'Use sigmoid cross-entropy', settings: { loss: 'sigmoid' } },
    };
  },
};

/** In the order a person should read them in. */
export const RULES: readonly AuditRule[] = [
  nanRows,
  probabilitiesAsLogits,
  logitsAsProbabilities,
  doubleSoftmax,
  labelRange,
  multiHot,
  shiftedLabels,
  printedLoss,
  storedLoss,
  missingLabels,
  chanceLevel,
  ignoredRows,
  logProbabilities,
];
