import * as l10n from '@vscode/l10n';
import type {
  CalibratedFigures,
  CalibrationMethods,
  EvaluationFigures,
  NoTemperature,
  Slice,
} from '../../loss/types';
import { count, figure } from './words';

interface Confidence {
  figures: EvaluationFigures;
  /** Absent while it is not known. */
  eceLimit?: number;
  /** Rows judged at a temperature that they were not fitted to. */
  judged: CalibratedFigures | undefined;
}

/** A calibration error that chance does not explain, where a temperature lessens it; undefined where there is none. */
export function confidenceSentence({ figures, eceLimit, judged }: Confidence): string | undefined {
  const { ece, accuracy, meanConfidence } = figures;
  if (!ece || !accuracy || !meanConfidence || !judged) return undefined;
  if (eceLimit === undefined || ece.value <= eceLimit || judged.ece.value >= ece.value) return undefined;
  const [says, is] = [figure(meanConfidence.value), figure(accuracy.value)];
  // What lies in the accuracy's interval says neither: errors of both kinds make up for each other.
  const [low, high] = accuracy.interval ?? [accuracy.value, accuracy.value];
  const sentence =
    meanConfidence.value > high
      ? l10n.t('Overconfident: it says {0} on average and is right {1} of the time.', says, is)
      : meanConfidence.value < low
        ? l10n.t('Underconfident: it says {0} on average and is right {1} of the time.', says, is)
        : l10n.t('Miscalibrated: overconfident in some rows and underconfident in others.');
  return `${sentence} ${l10n.t('A fitted temperature lowers its ECE from {0} to {1}.', figure(ece.value), figure(judged.ece.value))}`;
}

/** Why no temperature can be applied. */
export const noTemperatureSentence = (end: NoTemperature): string =>
  end === 'zero'
    ? l10n.t('Every row is classified correctly: the loss keeps falling as T → 0, so no temperature is best.')
    : l10n.t(
        'The logits fit the labels worse than guessing: the loss keeps falling as T → ∞, so no temperature is best.',
      );

/** Why a way of calibrating that is for such rows isn't there. */
export const missingCalibrations = ({ noTemperature, noVector }: CalibrationMethods): string[] => [
  ...(noTemperature ? [noTemperatureSentence(noTemperature)] : []),
  ...(noVector
    ? [
        l10n.t(
          'A scaling exists that classifies every row correctly: the loss keeps falling as it grows, so no vector scaling is best.',
        ),
      ]
    : []),
];

/** The least accurate slice that chance does not explain. */
export const worseSlice = (slices: readonly Slice[]): Slice | undefined => slices.find(({ worse }) => worse);

/** @param accuracy of all rows that count, which are so many */
export function sliceSentence(
  { field, value, accuracy: own, rows }: Slice,
  accuracy: number,
  counted: number,
): string {
  const others = (accuracy * counted - own.value * rows) / (counted - rows);
  const [is, rest] = [figure(own.value), figure(others)];
  return field === 'label'
    ? l10n.t(
        'Rows labeled “{0}” do worse than the rest, beyond chance: accuracy {1} against {2}.',
        value,
        is,
        rest,
      )
    : l10n.t(
        'Rows whose {0} is “{1}” do worse than the rest, beyond chance: accuracy {2} against {3}.',
        field,
        value,
        is,
        rest,
      );
}

/** @param among how many rows were looked at, those of the highest loss; absent where all were */
export function labelsSentence(suspects: number, among?: number): string {
  if (among !== undefined)
    return l10n.t(
      'Labels that look wrong among the {0} rows with the highest loss: {1}. The model gives each less than {2} and is more confident than usual in another class. Other rows were not examined.',
      count(among),
      count(suspects),
      '.01',
    );
  return l10n.t(
    'Labels that look wrong: {0}. The model gives each less than {1} and is more confident than usual in another class.',
    count(suspects),
    '.01',
  );
}
