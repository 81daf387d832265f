import * as l10n from '@vscode/l10n';
import { areManyShares, areShares, LEAST_SHARES } from '../../arrays/shares';
import { isPredictedName } from '../../text/labelNames';
import type { FieldCandidate } from '../types';
import { ownWords } from '../columnGroups';
import { isSamePath, lastKey, nameOf, type Field } from './field';
import { saysOtherwise } from './otherFlags';
import { rank } from './rank';
import { isCalledProbability, MOST_OTHERS } from './reading';
import { areWordsOf, wordsIn } from './twoWords';
import { previewOf } from './values';

/** From this score on a name says that its number is a score of yes or no. */
export const TELLING_SCALAR = -10;

/**
 * Single numbers of records as scores of yes or no, likeliest first. They come after every list of numbers: a person names one, or
 * nothing else is there.
 */
export function scalarCandidates(fields: readonly Field[]): FieldCandidate[] {
  const isPredicted = fields.some(
    (field) => isPredictedName(lastKey(field)) && field.values.every((x) => x === 0 || x === 1),
  );
  return rank(fields, (field) => scalarCandidate(field, isPredicted));
}

/** @param isPredicted whether predictions stand beside it */
function scalarCandidate(field: Field, isPredicted: boolean): FieldCandidate | undefined {
  const { path, values } = field;
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length / 2 || numbers.length === 0) return undefined;
  const name = lastKey(field);
  return {
    path,
    name: nameOf(field),
    shape: l10n.t('a number'),
    preview: previewOf(numbers[0]),
    isScalar: true,
    score: TELLING_SCALAR + (isOfPredicted(name, numbers, isPredicted) ? UNTOLD : nameScore(name)),
    ...readingOf(name, numbers),
  };
}

/** What a person has to name: nothing tells that it is a score of the second class. */
const UNTOLD = -5;

/**
 * Whether numbers are predictions themselves, or how sure a model is of what it predicts: no class is below one half. A file that
 * is sorted by its scores begins with high ones too, so that the name has to say it, or predictions beside it.
 */
function isOfPredicted(name: string, numbers: readonly number[], isPredicted: boolean): boolean {
  if (/logit/.test(name) || numbers.length < LEAST_SHARES) return false;
  return (
    numbers.every((x) => x === 0 || x === 1) ||
    ((isPredicted || SURENESS.test(name)) && numbers.every((x) => x >= 0.5 && x <= 1))
  );
}

const SURENESS = /conf|certain|sure|max|top|pred/;

/** No logits lie in [0, 1] one after the other; of a few, the name has to say that they are probabilities. */
function readingOf(
  name: string,
  numbers: readonly number[],
): Pick<FieldCandidate, 'reading' | 'readingEvidence'> {
  // One of many that is none, as -1 of a row that failed, has no figure.
  const shares = numbers.filter((x) => x >= 0 && x <= 1);
  const areFewOthers = numbers.length - shares.length <= MOST_OTHERS * numbers.length;
  if (!areShares(isCalledProbability(name) && areFewOthers ? shares : numbers)) return { reading: 'logits' };
  if (/prob|^p$|sigmoid/.test(name))
    return { reading: 'probabilities', readingEvidence: l10n.t('its name says so, and all are in [0, 1]') };
  const isWritten = areManyShares(numbers);
  return isWritten && !/logit/.test(name)
    ? { reading: 'probabilities', readingEvidence: l10n.t('all are in [0, 1]') }
    : { reading: 'logits' };
}

/**
 * The labels of what comes first; where nothing is called a label and that is a score, the one field that says yes or no of each
 * record, and both. It is a guess: of several such fields nobody says which one is meant.
 */
export function labelsOrGuess(
  labels: FieldCandidate[],
  fields: readonly Field[],
  first: FieldCandidate | undefined,
): FieldCandidate[] {
  if (labels.length > 0 || !first?.isScalar) return labels;
  const others = fields.filter((one) => !isSamePath(one.path, first.path));
  const meant = others.filter((field) => isMeantBy(first.path.at(-1) ?? '', field));
  if (meant.length === 1) return [yesOrNo(meant[0])];
  const [field, second] = others.filter(isYesOrNo);
  return field && !second ? [{ ...yesOrNo(field), isGuess: true }] : labels;
}

function yesOrNo(field: Field): FieldCandidate {
  const shape = l10n.t('yes or no');
  const { path, values } = field;
  const words = wordsIn(values);
  return {
    path,
    name: nameOf(field),
    shape,
    preview: previewOf(values[0]),
    score: 1,
    ...(words && { words }),
  };
}

/** Whether a score is called after a field of yes or no, `churn_prob`, or after one of the two words that it holds: `prob_M`. */
function isMeantBy(score: string, field: Field): boolean {
  const name = lastKey(field);
  if (isPredictedName(name) || saysOtherwise(name)) return false;
  return areWordsOf(score, field.values) || (isYesOrNo(field) && ownWords(score).join('_') === name);
}

function isYesOrNo(field: Field): boolean {
  const name = lastKey(field);
  if (/pred|guess|decision|output/.test(name)) return false;
  if (saysOtherwise(name)) return false;
  const known = new Set(field.values.filter((value) => value !== null && value !== ''));
  return known.size === 2 && [...known].every((value) => YES_OR_NO.has(String(value).toLowerCase()));
}

const YES_OR_NO: ReadonlySet<string> = new Set([
  ...['0', '1', 'true', 'false', 'yes', 'no', 'y', 'n'],
  ...['positive', 'negative', 'pos', 'neg'],
]);

function nameScore(name: string): number {
  if (/logits?$/.test(name)) return 3;
  if (/scores?$|prob|^p$|sigmoid/.test(name)) return 2;
  if (/^outputs?$|preds?$|predictions?$|margin$|^raw_?formula_?val$|(?:^|_)oof$/.test(name)) return 1;
  return -1;
}
