import * as l10n from '@vscode/l10n';
import { areManyShares, areShares, LEAST_SHARES } from '../../arrays/shares';
import { largestOf, smallestOf } from '../../arrays/longLists';
import { isPredictedName } from '../../text/names/labelNames';
import type { FieldCandidate, UnfitField } from '../types';
import { saysOfRow } from '../fields/classFields';
import { isSamePath, lastKey, nameOf, type Field } from './field';
import { onlyByValues } from './claims';
import { fitsScores } from './fitsScores';
import { isFlag } from './labels';
import { saysOtherwise } from './otherFlags';
import { meantFirst } from './meant';
import { byScore } from './rank';
import { isCalledProbability, MOST_OTHERS } from './reading';
import { calledAfter, plainOf, wordsIn } from '../../arrays/words/twoWords';
import { previewOf } from './values';

/** From this score on a name says that its number is a score of yes or no. */
export const TELLING_SCALAR = -10;

/**
 * Single numbers of records as scores of yes or no, likeliest first. They come after every list of numbers: a person names one, or
 * nothing else is there.
 */
export function scalarCandidates(fields: readonly Field[]): FieldCandidate[] {
  const isPredicted = fields.some(
    (field) => field.values.every((x) => x === 0 || x === 1) && isPredictedName(lastKey(field)),
  );
  let classes: ReadonlyMap<string, Field> | undefined;
  const known = () => (classes ??= namesOfClasses(fields));
  const areStated =
    fields.filter((field) => typeof field.values[0] === 'number' && OF_CLASSES.test(lastKey(field))).length >
    1;
  const ranked = byScore(
    (areStated ? fields.filter((field) => !saysOfRow(lastKey(field))) : fields)
      .map((field) => asScalar(field, isPredicted, known))
      .filter((one) => one !== undefined),
  ).map(candidateOf);
  const told = ranked.filter((one) => !isUntold(one));
  return [...meantFirst(told, true), ...ranked.filter(isUntold)];
}

/** A field of numbers, and how likely they are scores. */
interface Scalar {
  field: Field;
  first: unknown;
  score: number;
  read: Pick<FieldCandidate, 'reading' | 'readingEvidence'>;
}

const candidateOf = ({ field, first, score, read }: Scalar): FieldCandidate => ({
  path: field.path,
  name: nameOf(field),
  shape: l10n.t('a number'),
  preview: previewOf(first),
  isScalar: true,
  score,
  ...read,
});

/** Scores of one class each, beside which `margin` is said of both. */
const OF_CLASSES = /(?:logit|prob|score|out(?:put)?|pred)[a-z]*[^a-z]+[a-z\d]/;

/** @param isPredicted whether predictions stand beside it */
function asScalar(
  field: Field,
  isPredicted: boolean,
  classes: () => ReadonlyMap<string, Field>,
): Scalar | undefined {
  const { values } = field;
  if (!values.some((value) => typeof value === 'number')) return undefined;
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length / 2 || numbers.length === 0) return undefined;
  const name = lastKey(field);
  const read = readingOf(name, numbers);
  const told = () => {
    if (read.reading === 'log-probabilities') return 1;
    const byName = nameScore(name);
    return byName === UNNAMED ? shareScore(field, read, classes) : byName;
  };
  const score = TELLING_SCALAR + (isOfPredicted(name, numbers, isPredicted) ? UNTOLD : told());
  return { field, first: numbers[0], score, read };
}

/** Shares of these names are the probability of the second class: `p1`, `P(1)`, `.pred_1`, `class_1`; other numbers may be anything. */
const OF_SECOND =
  /^(?:p|pr|proba?|class|\.?pred)[ _.]?(?:\((?:y ?= ?)?1(?:\|x)?\)|1|yes|true|pos|positive)$|^1$|(?:^|_)(?:[py]_?hat|predicted|risk|propensity)$|^\.?fitted(?:[._]values?)?$/;
/** What may stand before the name of a class whose probability a share is. */
const OF_CLASS = /^(?:pr?|proba?|\.?pred)(?=[^a-z])/;

/** How telling a name is of shares. */
function shareScore(
  field: Field,
  { reading }: Pick<FieldCandidate, 'reading'>,
  classes: () => ReadonlyMap<string, Field>,
): number {
  if (reading !== 'probabilities') return UNNAMED;
  const name = lastKey(field);
  if (OF_SECOND.test(name)) return 1;
  return OF_CLASS.test(name) && classes().has(calledAfter(field.path.at(-1) ?? '')) ? 1 : UNNAMED;
}

/** What a person has to name: nothing tells that it is a score of the second class. */
const UNTOLD = -5;
const isUntold = ({ score }: FieldCandidate) => score === TELLING_SCALAR + UNTOLD;

/**
 * Whether numbers are predictions themselves, or how sure a model is of what it predicts: no class is below one half. A file that
 * is sorted by its scores begins with high ones too, so that the name has to say it, or predictions beside it.
 */
function isOfPredicted(name: string, numbers: readonly number[], isPredicted: boolean): boolean {
  if (/logit/.test(name) || numbers.length < LEAST_SHARES) return false;
  return (
    numbers.every((x) => x === 0 || x === 1) ||
    // The classes themselves.
    (isPredictedName(name) && numbers.every((x) => Number.isInteger(x) && x >= 0)) ||
    ((isPredicted || SURENESS.test(name)) && numbers.every((x) => x >= 0.5 && x <= 1))
  );
}

const SURENESS = /conf|certain|sure|max|top|pred|hat$/;

/** No logits lie in [0, 1] one after the other; of a few, the name has to say that they are probabilities. */
function readingOf(
  name: string,
  numbers: readonly number[],
): Pick<FieldCandidate, 'reading' | 'readingEvidence'> {
  if (LOG_PROBABILITY.test(name) && numbers.every((x) => x <= 0)) return { reading: 'log-probabilities' };
  // One of many that is none, as -1 of a row that failed, has no figure.
  const shares = numbers.filter((x) => x >= 0 && x <= 1);
  const areFewOthers = numbers.length - shares.length <= MOST_OTHERS * numbers.length;
  if (!areShares(isCalledProbability(name) && areFewOthers ? shares : numbers)) return { reading: 'logits' };
  if (/prob|^p$|sigmoid/.test(name))
    return { reading: 'probabilities', readingEvidence: l10n.t('its name says so, and all are in [0, 1]') };
  const isWritten = areManyShares(numbers);
  return isWritten && !/logit/.test(name) && !LOGIT.test(name)
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
  const name = calledAfter(first.path.at(-1) ?? '');
  const own = others.find((field) => namesIn(field).includes(name));
  // Of a yes or no for each of several classes one alone is no label.
  if (own && areOfOneField(fields, others)) return [yesOrNo(own)];
  const [field, ...rivals] = others.filter(isYesOrNo);
  if (!field) return labels;
  if (rivals.length > 0) return [{ ...guessed(field), rivals: rivals.map(nameOf) }];
  return [isAlone(field, others) && fits(field, fields, first) ? onlyOne(field) : guessed(field)];
}

/** Without guesses of which one is to be named, where there is a better reason why there are no labels. */
export function labelsOrUnfit(
  labels: FieldCandidate[],
  unfitOf: () => UnfitField | undefined,
): { labels: FieldCandidate[]; unfit?: UnfitField } {
  const isAsked = labels.length === 0 || (labels[0].isYesOrNo && labels[0].rivals);
  const unfit = isAsked ? unfitOf() : undefined;
  return unfit ? { labels: [], unfit } : { labels };
}

const guessed = (field: Field): FieldCandidate => ({ ...yesOrNo(field), isGuess: true, isYesOrNo: true });

const onlyOne = (field: Field): FieldCandidate => ({ ...yesOrNo(field), doubt: onlyByValues(nameOf(field)) });

/** Whether nothing but what tells records apart, or what a model predicts, stands beside it: no other field could be a label, nor it a feature. */
const isAlone = (field: Field, others: readonly Field[]): boolean =>
  others.every(
    (one) =>
      one === field ||
      isPredictedName(lastKey(one)) ||
      (new Set(one.values).size === one.values.length &&
        (OF_RECORDS.test(lastKey(one)) || one.values.every((value) => typeof value === 'string'))),
  );

/** What numbers of records are called, and the first column of a data frame. */
const OF_RECORDS = /^$|(?:^|[^a-z])(?:id|idx|index|uid|uuid|key|row|no|nr|number)$/;

/** Deviations by which scores fit the only field there is. */
const ALONE = 2;

/** Whether records that say yes have higher scores than others, but not all of them: that is what a threshold makes of scores. */
function fits(field: Field, fields: readonly Field[], { path }: FieldCandidate): boolean {
  const scores = fields.find((one) => isSamePath(one.path, path))?.values ?? [];
  const known = field.values.every((value, row) => isFlag(value) && typeof scores[row] === 'number');
  if (!known) return false;
  const numbers = scores as number[];
  const flags = field.values.map(Number);
  const of = (flag: number) => numbers.filter((_, row) => flags[row] === flag);
  const isThreshold = smallestOf(of(1)) > largestOf(of(0));
  return (
    !isThreshold &&
    fitsScores(
      numbers.map((score) => [-score, score]),
      flags,
      ALONE,
    )
  );
}

/** Whether all that is called after classes is so after those of one field. */
function areOfOneField(fields: readonly Field[], others: readonly Field[]): boolean {
  const classes = namesOfClasses(others);
  const called = fields
    .map(({ path }) => path.at(-1) ?? '')
    .filter((name) => calledAfter(name) !== plainOf(name));
  return new Set(called.flatMap((name) => classes.get(calledAfter(name)) ?? [])).size === 1;
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

/**
 * What scores may be called after: fields of yes or no, `churn_prob` beside `churn`, and the two words that a field holds, `prob_M`.
 * By each the first of its fields.
 */
function namesOfClasses(fields: readonly Field[]): Map<string, Field> {
  const names = new Map<string, Field>();
  for (const field of fields) for (const name of namesIn(field)) if (!names.has(name)) names.set(name, field);
  return names;
}

function namesIn(field: Field): string[] {
  const words = wordsIn(field.values);
  const isOne = isYesOrNo(field);
  if (words?.length !== 2 && !isOne) return [];
  const name = lastKey(field);
  if (isPredictedName(name) || saysOtherwise(name)) return [];
  return [...(words?.length === 2 ? words : []), ...(isOne ? [name] : [])].map(plainOf);
}

function isYesOrNo(field: Field): boolean {
  const known: unknown[] = [];
  for (const value of field.values) {
    if (value === null || value === '' || known.includes(value)) continue;
    if (known.length === 2 || !saysYesOrNo(value)) return false;
    known.push(value);
  }
  if (known.length !== 2) return false;
  const name = lastKey(field);
  return !/pred|guess|decision|output/.test(name) && !isPredictedName(name) && !saysOtherwise(name);
}

const saysYesOrNo = (value: unknown): boolean => YES_OR_NO.has(String(value).toLowerCase());

const YES_OR_NO: ReadonlySet<string> = new Set([
  ...['0', '1', 'true', 'false', 'yes', 'no', 'y', 'n'],
  ...['positive', 'negative', 'pos', 'neg'],
]);

/** What a linear model gives before its sigmoid, and how far from its border a classifier finds a record. */
const LOGIT = /^(?:decision_?(?:function|value)s?|log_?odds|linear_?predictors?)$/;
const LOG_PROBABILITY = /(?:^|[^a-z])log_?(?:p|prob|proba|probability)$/;
const UNNAMED = -1;

function nameScore(name: string): number {
  if (LOGIT.test(name)) return 1;
  if (/logits?$/.test(name)) return 3;
  if (/scores?$|prob|^p$|sigmoid/.test(name)) return 2;
  if (/^outputs?$|preds?$|predictions?$|margin$|^raw_?formula_?val$|(?:^|_)oof$/.test(name)) return 1;
  return UNNAMED;
}
