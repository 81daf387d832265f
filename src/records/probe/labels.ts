import * as l10n from '@vscode/l10n';
import { isMissingWord } from '../../arrays/words/missingWord';
import { indexOf, placeOf } from '../fields/nameIndex';
import { plainNumber } from '../text/numbers';
import { largestOf } from '../../arrays/longLists';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { isUnknownLabel } from '../../arrays/labelShape';
import type { FieldCandidate, UnfitField } from '../types';
import { lastKey, nameOf, type Field, type Kind } from './field';
import { saysOtherwise } from './otherFlags';
import { byScore } from './rank';
import { MOST_OTHERS } from './reading';
import { isOtherLabelName, isPredictedName, isSurelyLabelName } from '../../text/names/labelNames';
import { wordsIn } from '../../arrays/words/twoWords';
import { depthOf, isNumbers, isTexts, previewOf, widthOf } from './values';

/** What is known of the classes that labels are of. */
export interface KnownClasses {
  /** 0 where it is not known. */
  count: number;
  /** As the logits' own fields say them. */
  names?: readonly string[];
  /** Whether a number is a place among the names; of two words nobody says which comes first. */
  areOrdered?: boolean;
}

/**
 * The fields that could be labels, likeliest first. What people read of them is made of the likeliest alone: a table may have
 * thousands.
 *
 * @param logits where they are one field
 */
export function labelCandidates(
  fields: readonly Field[],
  classes: KnownClasses,
  logits: Field | undefined,
): FieldCandidate[] {
  const ranked = byScore(
    fields.map((field) => asLabel(field, classes, logits)).filter((one) => one !== undefined),
  );
  return ranked.map(({ field, kind, known, score }) => {
    const words = wordsIn(field.values);
    const { path } = field;
    const name = nameOf(field);
    const note = field.note && { note: field.note() };
    return { ...kind, ...note, path, name, preview: previewOf(known[0]), score, ...(words && { words }) };
  });
}

/** What a field is as labels, and how likely. */
function asLabel(
  field: Field,
  { count: classes, names, areOrdered = true }: KnownClasses,
  logits: Field | undefined,
): { field: Field; kind: Kind; known: readonly unknown[]; score: number } | undefined {
  const known = withoutMissing(field.values);
  if (known.length === 0 || field.unread !== undefined) return undefined;
  const claim = claimOf(field);
  // Of what isn't called a label only class IDs and names of classes may be some: a table may have thousands of other columns.
  if (claim === 0 && !field.several && !known.every((value) => mayNameClass(value, names))) return undefined;
  if (lastKey(field) === 'bytes') return undefined;
  // Called as a class is: one of the columns of a one-hot label.
  if (names && indexOf(names).lower.has(lastKey(field))) return undefined;
  // `correct` is no class of three.
  if (classes > 2 && known.every(isFlag) && saysOtherwise(lastKey(field))) return undefined;
  const byNumber = numberNames(known, names);
  if (!areOrdered && !byNumber && !field.several?.areNames && !areTexts(known)) return undefined;
  const kind = field.several ?? byNumber ?? kindOf(known, { count: classes, names }, logits);
  // Nothing else of a name makes it likelier.
  if (!kind || claim + kind.score < 1) return undefined;
  const named = nameScore(field, claim);
  const score = named + kind.score;
  if (score < 1 || (named < SAID_OF && isTopClass(field, logits))) return undefined;
  return { field, kind, known, score };
}

const mayNameClass = (value: unknown, names: readonly string[] | undefined): boolean =>
  typeof value === 'number' ||
  (typeof value === 'string' && names !== undefined && placeOf(names, value) !== undefined);

function kindOf(
  known: readonly unknown[],
  { count, names }: KnownClasses,
  logits: Field | undefined,
): Kind | undefined {
  return (
    placesAmong(known, count, names) ??
    classIds(known, count) ??
    truths(known, count) ??
    classNames(known, names) ??
    namesInList(known, count, logits) ??
    numbersInList(known, count, logits)
  );
}

/** Names of classes, one or several each. */
const areTexts = (known: readonly unknown[]): boolean =>
  known.every(
    (value) => typeof value === 'string' || (Array.isArray(value) && (value.length === 0 || isTexts(value))),
  );

/**
 * The values that are there. Beside numbers, a word for none is no class's name; of numbers and texts, the few are told where they
 * are read.
 */
export function withoutMissing(values: readonly unknown[]): readonly unknown[] {
  const isNone = (value: unknown) => value === null || Number.isNaN(value);
  const known = values.some(isNone) ? values.filter((value) => !isNone(value)) : values;
  const numbers = known.reduce((count: number, value) => (typeof value === 'number' ? count + 1 : count), 0);
  if (numbers === 0 || numbers === known.length) return known;
  const texts = known.filter((value) => typeof value === 'string' && !isMissingWord(value)).length;
  // Beside names, -100 and -1 say of a row that it has no label.
  const isUnlabelled = (value: unknown) => value === IGNORE_INDEX || value === -1;
  if (texts > 0 && known.every((value) => typeof value !== 'number' || isUnlabelled(value)))
    return known.filter((value) => !isUnlabelled(value));
  const isFew = (count: number) => count <= MOST_OTHERS * (numbers + texts);
  return known.filter((value) =>
    typeof value === 'string'
      ? !isMissingWord(value) && !isFew(texts)
      : typeof value !== 'number' || !isFew(numbers),
  );
}

export const isFlag = (value: unknown): boolean => value === 0 || value === 1 || typeof value === 'boolean';

/** Numbers that classes have for names: 1 to 5 of `p1, …, p5`. A label of 0 says that all count from there. */
export function numberNames(
  known: readonly unknown[],
  names: readonly string[] | undefined,
): Kind | undefined {
  if (!names || !areNumberNames(names)) return undefined;
  const { places } = indexOf(names);
  const isName = (value: unknown) => Number.isInteger(value) && places.has(String(value));
  // -1 says of a row that it has no label, as -100 does.
  const given = known.filter((value) => value !== IGNORE_INDEX && (value !== -1 || places.has('-1')));
  if (given.length === 0 || !given.every(isName)) return undefined;
  const [first, last] = [names[0], names[names.length - 1]];
  const note = l10n.t('Labels are read as the names of the classes, {0} to {1}.', first, last);
  return { shape: l10n.t('a class name'), score: 1, byName: true, note };
}

/** Whether names are numbers, but not those of their places. */
export const areNumberNames = (names: readonly string[]): boolean => indexOf(names).areNumbers;

/** Numbers of classes that have words for names, which stand in an order that may be theirs. */
export function placesAmong(
  known: readonly unknown[],
  classes: number,
  names: readonly string[] | undefined,
): Kind | undefined {
  if (!names || indexOf(names).areDigits || areLetters(names)) return undefined;
  const kind = classIds(known, classes);
  return kind && { ...kind, places: names };
}

const areLetters = (names: readonly string[]): boolean =>
  names.every((name, at) => name.length === 1 && name.toUpperCase().charCodeAt(0) === 65 + at);

const LEAST_PREDICTED = 3;

/**
 * Whether each is the ID of its row's largest score: `classes` beside `logits` is what a server predicts. Names may be right in
 * all first rows as well: a good model predicts them.
 */
function isTopClass({ values }: Field, logits: Field | undefined): boolean {
  if (values.length < LEAST_PREDICTED || values.length !== logits?.values.length) return false;
  return values.every((value, i) => {
    const row = logits.values[i];
    if (!isNumbers(row) || depthOf(row) !== 1) return false;
    return row[value as number] === largestOf(row as number[]);
  });
}

/** Where nothing could be labels: the field that is called so, else one that says yes or no of something else. */
export function unfitLabel(
  fields: readonly Field[],
  { count, names, areOrdered = true }: KnownClasses,
  logits?: Field,
): UnfitField | undefined {
  const filledOf = (some: readonly Field[]) =>
    some
      .map((field) => ({ field, known: withoutMissing(field.values).filter((value) => value !== '') }))
      .filter(({ known }) => known.length > 0);
  const [called] = filledOf(fields.filter(isCalledLabel)).sort(
    (a, b) => nameScore(b.field) - nameScore(a.field),
  );
  const found =
    called ??
    filledOf(fields.filter((field) => saysOtherwise(lastKey(field)))).find(({ known }) =>
      known.every(isFlag),
    );
  if (!found) return twoWordsOf(fields);
  const { field, known } = found;
  const isUnordered = !areOrdered && known.every((value) => typeof value === 'number');
  return {
    name: nameOf(field),
    preview: previewOf(field.unread ?? known.find((value) => !mayBeLabel(value, count, names)) ?? known[0]),
    ...(found !== called && { isFlag: true }),
    ...(isUnordered && { isUnordered: true }),
    ...(isTopClass(field, logits) && { isTop: true }),
  };
}

/** The one field of two words, if that is no prediction. */
function twoWordsOf(fields: readonly Field[]): UnfitField | undefined {
  const [found, second] = fields.flatMap((field) => {
    const name = lastKey(field);
    const words = wordsIn(field.values);
    if (words?.length !== 2 || isPredictedName(name) || saysOtherwise(name)) return [];
    return [{ name: nameOf(field), preview: previewOf(words[0]), words }];
  });
  return second ? undefined : found;
}

/** Whether a value by itself is a class, or several, or a row of numbers for all classes. */
function mayBeLabel(value: unknown, count: number, names: readonly string[] = NO_NAMES): boolean {
  const isClass = (one: unknown) =>
    indexOf(names).places.has(String(one)) ||
    (Number.isInteger(one) && (one as number) >= 0 && (one as number) < count);
  if (!Array.isArray(value)) return typeof value === 'boolean' ? count <= 2 : isClass(value);
  const isRow =
    value.length === count &&
    value.every((x) => x === null || (x >= 0 && x <= 1) || isUnknownLabel(Number(x)));
  return isRow || (value.every(isClass) && new Set(value).size === value.length);
}

/** Whether its name speaks for labels. */
export function isCalledLabel(field: Field): boolean {
  const claim = claimOf(field);
  return claim > 0 && nameScore(field, claim) > 0;
}

/** A name that can be nothing else; one that speaks of labels, of more than them, and of classes. */
const [EXACT, SAID, SAID_OF, CLASSES] = [10, 7, 6, 3];

function nameScore(field: Field, claim = claimOf(field)): number {
  const name = nameOf(field).toLowerCase();
  let score = claim;
  if (/pred|guess|argmax|(?<!expected_)output/.test(name) || isPredictedName(lastKey(field))) score -= 8;
  if (isOtherLabelName(lastKey(field))) score -= 4;
  if (/(^|\.)(id|idx|index|uid|seed|epoch|step|count|length|num_\w+)$/.test(name)) score -= 8;
  if (/(^|\.|_)(folds?|split|batch|rank|group|cluster|rater|annotator|worker)[_\d]*$/.test(name)) score -= 8;
  return score;
}

/** What the words of a name say; parts of words say nothing: `labeler`, `classroom`. */
function claimOf(field: Field): number {
  const key = lastKey(field);
  if (/^(labels?|targets?|gold|golds|y|y_true|label_?ids?|class_?id|ground_?truth|answer)$/.test(key))
    return EXACT;
  const isSure = isSurelyLabelName(key);
  // Tables of tens of thousands of columns have no such words in most.
  if (!isSure && !MAY_SPEAK.test(nameOf(field))) return 0;
  const words = wordsOfName(nameOf(field));
  if (words.some((word) => OF_OTHER_THINGS.has(word))) return 0;
  if (isSure || words.some((word) => LABEL_WORDS.has(word))) {
    const isOfAny = words.some((word) => OF_ONE_OF_SEVERAL.has(word));
    return !isOfAny && words.every((word) => LABEL_WORDS.has(word) || QUALIFIERS.has(word)) ? SAID : SAID_OF;
  }
  const last =
    words.findLast((word) => !QUALIFIERS.has(word) && !OF_ONE_OF_SEVERAL.has(word)) ?? words.at(-1);
  return last !== undefined && CLASS_WORDS.has(last) ? CLASSES : 0;
}

/** `trueLabel_2` are true, label and 2. */
const wordsOfName = (name: string): string[] =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+|(?<=[a-z])(?=\d)/)
    .filter((word) => word !== '');

const MAY_SPEAK = /label|lbl|target|gold|truth|class|answer|category|actual|observed|expected|obs/i;

const LABEL_WORDS: ReadonlySet<string> = new Set([
  ...['label', 'labels', 'lbl', 'lbls', 'target', 'targets', 'gold', 'golds', 'truth', 'truths'],
]);

const CLASS_WORDS: ReadonlySet<string> = new Set([
  ...['class', 'answer', 'category', 'actual', 'observed', 'expected', 'obs'],
]);

/** Words beside those that change nothing of what a name means. */
const QUALIFIERS: ReadonlySet<string> = new Set([
  ...['true', 'ground', 'correct', 'actual', 'real', 'final', 'human', 'expert', 'y', 'gt'],
  ...['id', 'ids', 'idx', 'index', 'name', 'text', 'str', 'code', 'value', 'class', 'classes', 'answer'],
  ...['batch', 'test', 'train', 'val', 'valid', 'dev', 'eval'],
]);

/** Words of labels beside which there are others, of other classes or another time: `fine_label`, `old_label`, `label2`. */
const OF_ONE_OF_SEVERAL: ReadonlySet<string> = new Set([
  ...['0', '1', '2', '3', 'a', 'b', 'first', 'second', 'fine', 'coarse', 'super', 'parent'],
  ...['noisy', 'weak', 'pseudo', 'silver', 'prev', 'previous', 'original', 'old', 'new'],
]);

/** Words of what is told of labels and classes, and is none: `n_labels`, `label_source`, `target_len`, `has_label`. */
const OF_OTHER_THINGS: ReadonlySet<string> = new Set([
  ...['n', 'num', 'number', 'count', 'counts', 'cnt', 'size', 'len', 'length', 'tokens', 'weight', 'weights'],
  ...['is', 'has', 'was', 'changed', 'version', 'source', 'src', 'type', 'lang', 'language', 'quality'],
  ...['noise', 'smoothing', 'confidence', 'agreement', 'time', 'date', 'at', 'by', 'user', 'error', 'rate'],
]);

/** One of many that is no whole number is told where it is read. */
function classIds(known: readonly unknown[], classes: number): Kind | undefined {
  if (!known.every((value) => typeof value === 'number')) return undefined;
  const ids = known.filter((value) => Number.isInteger(value));
  if (ids.length === 0 || known.length - ids.length > MOST_OTHERS * known.length) return undefined;
  const shape = l10n.t('a class ID');
  if (ids.every((id) => id >= 0 && id < classes)) return { shape, score: 1 };
  return { shape, score: ids.some((id) => id >= 0 && id <= classes) ? 0 : -3 };
}

/**
 * What names nothing but classes is a label whatever it is called, unless that is a prediction: more surely so than numbers are under a
 * name that speaks of labels of something.
 */
export const NAMES_CLASSES = 7.5;

/** True and false are the two classes of a score of yes or no. */
function truths(known: readonly unknown[], classes: number): Kind | undefined {
  const isTwo = classes === 0 || classes === 2;
  return isTwo && known.every((value) => typeof value === 'boolean')
    ? { shape: l10n.t('true or false'), score: 0 }
    : undefined;
}

function classNames(known: readonly unknown[], names: readonly string[] = NO_NAMES): Kind | undefined {
  if (!known.every((value) => typeof value === 'string')) return undefined;
  const { places, hasNumbers, hasWords } = indexOf(names);
  if (known.every((text) => places.has(text) || placeOf(names, text) !== undefined))
    return {
      shape: l10n.t('a class name'),
      score: NAMES_CLASSES,
      areNames: true,
      // In a table nothing else says that `12` is no class ID.
      ...(hasNumbers && hasWords && { byName: true }),
    };
  return {
    shape: l10n.t('a class name'),
    score: known.some((text) => text.length > 60) ? -7 : -1,
    ...(known.every((text) => plainNumber(text) === undefined) && { areNames: true }),
  };
}

const NO_NAMES: readonly string[] = [];

/** Without empty lists: a row of a multi-label file may have no class at all. */
const nonEmpty = (known: readonly unknown[]) =>
  known.filter((value) => !(Array.isArray(value) && value.length === 0));

/** A name for each row of a record, or of a single row the names of its classes, however many they are. */
function namesInList(
  known: readonly unknown[],
  classes: number,
  logits: Field | undefined,
): Kind | undefined {
  const lists = nonEmpty(known);
  if (lists.length === 0 || !lists.every(isTexts)) return undefined;
  const [{ length }] = lists;
  if (logits && depthOf(logits.values.find(isNumbers)) === 2)
    return { shape: l10n.t('{0} class names', length), score: -2 };
  // A later list may hold several, or none.
  if (classes > 1 && lists.length === known.length && lists.every((names) => names.length === 1))
    return { shape: l10n.t('a class name'), score: 0, isListed: true, areNames: true };
  // As many names as classes, record by record, are no labels: they name the scores beside them.
  const isSets = lists.every((names) => names.length <= classes && new Set(names).size === names.length);
  return isSets && lists.some((names) => names.length < classes)
    ? { shape: l10n.t('any number of class names'), score: 0, isSet: true, areNames: true }
    : undefined;
}

/**
 * Class IDs that stand once in each list: of different lengths, or bare ones among them, the classes that a row has; of length 1
 * its class. Of equal lengths they may be a model's first guesses, if nothing but `classes` names them.
 */
function classSets(lists: readonly (number | null)[][], classes: number, areBare: boolean): Kind | undefined {
  const isIds = lists.every(
    (ids) =>
      ids.every((id) => id === null || (Number.isInteger(id) && id >= 0 && id < classes)) &&
      new Set(ids).size === ids.length,
  );
  if (!isIds) return undefined;
  const [{ length }] = lists;
  const isEven = !areBare && lists.every((ids) => ids.length === length);
  if (isEven && length === 1) return { shape: l10n.t('a class ID'), score: 0, isListed: true };
  return { shape: l10n.t('any number of class IDs'), score: isEven ? UNSURE_SET : 0, isSet: true };
}

const UNSURE_SET = -3;

function numbersInList(
  known: readonly unknown[],
  classes: number,
  logits: Field | undefined,
): Kind | undefined {
  const areBare =
    known.some((value) => typeof value === 'number') && known.some((value) => Array.isArray(value));
  const lists = nonEmpty(
    areBare ? known.map((value) => (typeof value === 'number' ? [value] : value)) : known,
  );
  if (lists.length === 0 || !lists.every(isNumbers)) return undefined;
  const [first] = lists;
  const all = lists.flat(2) as (number | null)[];
  // One score a row is that of two.
  const count = classes === 0 && !logits ? 2 : classes;
  const areHot =
    widthOf(first) === count &&
    all.includes(0) &&
    all.every((x) => x === null || x === 0 || x === 1 || isUnknownLabel(x));
  if (
    !areHot &&
    lists
      .slice(0, 5)
      .flat(2)
      .some((x) => x < 0 && x !== IGNORE_INDEX)
  )
    return undefined;
  const depth = depthOf(first);
  const logitsDepth = logits ? depthOf(logits.values.find(isNumbers)) : 1;
  if (depth === logitsDepth && widthOf(first) === count && (areHot || count === classes))
    return {
      shape:
        depth === 2
          ? l10n.t('rows of {0} numbers, one per class', classes)
          : l10n.t('{0} numbers, one per class', classes),
      score: 0,
    };
  if (depth === 1 && logitsDepth === 2)
    return { shape: l10n.t('{0} class IDs', first.length), score: 0, isSequence: true };
  return depth === 1 && logitsDepth === 1
    ? classSets(lists as (number | null)[][], classes, areBare)
    : undefined;
}
