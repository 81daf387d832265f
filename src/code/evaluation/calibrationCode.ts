import type { ReadingKind } from '../../arrays/types';
import type { CalibrationMethods, LabelEvaluation } from '../../loss/types';
import { givenName, logitsLines, over, type CodeLibrary, type GivenRows } from './given';

export type CalibrationName = 'temperature' | 'vector' | 'platt' | 'isotonic';

/**
 * Python that gives calibrated probabilities of new rows, with what was fitted here; of isotonic steps, which are as many
 * as rows, the fit itself. It begins with what the file holds.
 */
export function calibrationCode(
  methods: CalibrationMethods,
  name: CalibrationName,
  library: CodeLibrary,
  given: GivenRows,
): string {
  const lines = name === 'isotonic' ? isotonic(given) : fitted(methods, name, library, given);
  return `${lines.join('\n')}\n`;
}

function fitted(
  { temperature, vector, platt }: CalibrationMethods,
  name: Exclude<CalibrationName, 'isotonic'>,
  library: CodeLibrary,
  { reading }: GivenRows,
): string[] {
  const isTorch = library === 'pytorch';
  const start = [
    ...imports(isTorch, name === 'platt' ? 'expit' : 'softmax'),
    '',
    ...logitsLines(reading, library),
  ];
  const softmax = (of: string) => (isTorch ? `torch.softmax(${of}, dim=-1)` : `softmax(${of}, axis=-1)`);
  const array = (values: readonly number[]) =>
    isTorch ? `logits.new_tensor([${values.join(', ')}])` : `np.array([${values.join(', ')}])`;
  if (name === 'temperature' && temperature)
    return [...start, `probabilities = ${softmax(over('logits', temperature.fitted.temperature))}`];
  if (name === 'vector' && vector) {
    const { scale, bias, bound } = vector.fitted;
    return [
      ...start,
      ...boundLines(bound, isTorch),
      `scale = ${array(scale)}`,
      `bias = ${array(bias)}`,
      `probabilities = ${softmax('scale * logits + bias')}`,
    ];
  }
  if (name === 'platt' && platt) {
    const { slope, bias, bound } = platt.fitted;
    return [
      ...start,
      ...boundLines(bound, isTorch),
      'score = logits[:, 1] - logits[:, 0]',
      `probability_of_1 = ${isTorch ? 'torch.sigmoid' : 'expit'}(${slope} * score + ${bias})`,
      `probabilities = ${isTorch ? 'torch' : 'np'}.stack([1 - probability_of_1, probability_of_1], ${isTorch ? 'dim' : 'axis'}=1)`,
    ];
  }
  return [];
}

/** Scales and slopes tell nothing of a logit of −∞. */
function boundLines(bound: number | undefined, isTorch: boolean): string[] {
  if (bound === undefined) return [];
  const least = isTorch ? 'logits.max(dim=1, keepdim=True).values' : 'logits.max(axis=1, keepdims=True)';
  const [library, isLost] = isTorch ? ['torch', 'torch.isneginf'] : ['np', 'np.isneginf'];
  return [`logits = ${library}.where(${isLost}(logits), ${least} - ${bound}, logits)  # probabilities of 0`];
}

const imports = (isTorch: boolean, special: string) =>
  isTorch ? ['import torch'] : ['import numpy as np', `from scipy.special import ${special}`];

/** As it was fitted here: each class against the rest, of two classes the second alone. */
function isotonic({ reading, temperature }: GivenRows): string[] {
  const name = givenName(reading);
  const fresh = `new_${name}`;
  return [
    'import numpy as np',
    'from scipy.special import softmax',
    'from sklearn.isotonic import IsotonicRegression',
    '',
    `# ${name} and labels: the rows to fit to; ${fresh}: the rows to calibrate`,
    ...logitsLines(reading, 'scikit-learn'),
    ...logitsLines(reading, 'scikit-learn', { name: fresh, logits: 'new_logits' }),
    `fit_p = softmax(${over('logits', temperature)}, axis=1)`,
    `new_p = softmax(${over('new_logits', temperature)}, axis=1)`,
    'classes = fit_p.shape[1]',
    'fits = [',
    '    IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(fit_p[:, c], labels == c)',
    '    for c in range(classes)',
    ']',
    'if classes == 2:',
    '    second = fits[1].predict(new_p[:, 1])',
    '    probabilities = np.stack([1 - second, second], axis=1)',
    'else:',
    '    rising = np.stack([fit.predict(new_p[:, c]) for c, fit in enumerate(fits)], axis=1)',
    '    total = rising.sum(axis=1, keepdims=True)',
    '    probabilities = np.where(total > 0, rising / np.where(total > 0, total, 1), 1 / classes)',
  ];
}

/**
 * Python that gives the prediction sets of new rows.
 *
 * @param calibrated code that gives their probabilities, where they are not those of the file at its temperature
 */
export function conformalCode(threshold: number, given: GivenRows, calibrated?: string): string {
  const inSet = `in_set = 1 - probabilities <= ${threshold}  # rows × classes\n`;
  return `${calibrated ?? plainProbabilities(given)}${inSet}`;
}

/** Python that predicts the second of two classes from a threshold of its probability on. */
export const binaryThresholdCode = (threshold: number, given: GivenRows, calibrated?: string): string =>
  `${calibrated ?? plainProbabilities(given)}predicted = probabilities[:, 1] >= ${threshold}\n`;

function plainProbabilities({ reading, temperature }: GivenRows): string {
  return `${[
    ...imports(false, 'softmax'),
    '',
    ...logitsLines(reading, 'scikit-learn'),
    `probabilities = softmax(${over('logits', temperature)}, axis=1)`,
  ].join('\n')}\n`;
}

/**
 * Python that takes every label whose probability reaches the threshold of its best F1; where there is none, one half.
 *
 * @param reading what the file's numbers are
 * @param temperature that the thresholds were found at
 */
export function thresholdCode(
  labels: readonly Pick<LabelEvaluation, 'id' | 'bestThreshold'>[],
  reading: ReadingKind,
  temperature: number,
): string {
  const thresholds = labels.toSorted((a, b) => a.id - b.id).map(({ bestThreshold }) => bestThreshold ?? 0.5);
  const isGiven = reading === 'sigmoid-scores' && temperature === 1;
  return [
    'import numpy as np',
    ...(isGiven ? [] : [`from scipy.special import expit${reading === 'sigmoid-scores' ? ', logit' : ''}`]),
    '',
    `thresholds = np.array([${thresholds.join(', ')}])`,
    `predicted = ${isGiven ? 'scores' : yesAndNo(reading, temperature)} >= thresholds  # rows × labels`,
    '',
  ].join('\n');
}

/** The sigmoid of each label's score. */
function yesAndNo(reading: ReadingKind, temperature: number): string {
  return `expit(${over(SCORES[reading] ?? 'logits', temperature)})`;
}

/** What a sigmoid is taken of, where it is not the numbers themselves. */
const SCORES: Partial<Record<ReadingKind, string>> = {
  'sigmoid-scores': 'logit(scores)',
  probabilities: 'np.log(probabilities)',
  'log-probabilities': 'log_probabilities',
};
