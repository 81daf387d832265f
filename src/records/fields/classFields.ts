import { placeInAnyCase } from '../../arrays/words/anyCase';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { countsOthers } from '../../text/tables/otherCounts';
import { areOrdered, isNoBeforeYes } from './columnGroups';
import { piecesOf } from './namePieces';
import { withoutMissing } from '../probe/labels';
import { isCalledProbability, MOST_OTHERS, readingOf } from '../probe/reading';
import { isTexts } from '../probe/values';

/** Single numbers of records, by the field that they stand in. */
export interface NumberField {
  name: string;
  /** NaN where a record has none. */
  values: readonly number[];
}

/** Fields that are the classes of one row, in the order of the classes, and what each class is called. */
interface ClassFields {
  fields: string[];
  classes: string[];
  /** Whether a label that is a number is a place among them: of names nobody says which comes first. */
  counted: boolean;
  /** Other fields of the same classes, as of a second model. */
  again?: ClassFields[];
}

/** What labels say of classes. */
interface Given {
  labels: ReturnType<typeof labelsOf>;
  /** What fields of 0 and 1 that are called labels have for classes, in lower case. */
  hot: readonly ReadonlySet<string>[];
}

/** More fields are of something else. */
export const MOST_FIELDS = 1024;

/** What the shared part of the names has to say. Numbers that may be anything are scores of classes only where labels name these. */
const SCORES =
  /logit|prob|softmax|pred|score|confidence|log_?lik|(?:^|[^a-z])(?:out(?:puts?)?|ovr)(?:[^a-z]|$)|(?:^|[^a-z])(?:lp|ll|p)(?:[^a-z]|$)|%/i;
/** Shares of anything: `cat (%)`. */
const SHARES = /^[^a-z%]*%[^a-z]*$/i;
const UNBOUNDED = /logit|log_?prob|log_?lik|(?:^|[^a-z])(?:lp|ll)(?:[^a-z]|$)/i;
/** Nothing but the word: `output_cat`. */
const OUTPUT = /^[^a-z]*out(?:puts?)?[^a-z]*$/i;
/** Nothing but the letter: `p_web`. */
const BARE = /^[^a-z]*p[^a-z]*$/i;
/** Parts of the data, whose shares sum to 1 as well. */
const PARTS = /^(?:train(?:ing)?|val(?:id(?:ation)?)?|dev|test|eval|holdout)$/i;

/**
 * Fields whose names are equal but for one piece, which is the class: `lp_A, lp_B, lp_C`, `choiceA_probs, choiceB_probs`. A
 * name alone is no evidence: either each row sums to 1, as shares or their logarithms, or labels have those pieces for values or
 * for names of their fields, or are numbers of as many classes. Undefined where nothing of the kind is there, as for
 * `loss_train, loss_val`.
 *
 * @param partial names of further fields, which some records lack: where one would be a class, not all are known
 */
export function classFields(
  numbers: readonly NumberField[],
  labels: Given['labels'],
  { partial = [], hot = [] }: { partial?: readonly string[]; hot?: Given['hot'] } = {},
): ClassFields | undefined {
  if (numbers.length < 2 || numbers.length > MOST_FIELDS) return undefined;
  const whole = namedWhole(numbers, labels);
  if (whole) return whole;
  const found: { one: ClassFields; weight: number }[] = [];
  for (const [shared, members] of alike(numbers)) {
    const read = readAs(shared, members, { labels, hot });
    if (!read || partial.some((name) => isAlike(name, shared))) continue;
    const { group, isNamed, ...classes } = read;
    // As many as possible, then those of the shortest pieces; what labels have for values says where a name ends: `stage1`, and not `1`.
    const weight = Number(isNamed) * 1e6 + group.length * 1000 + shared.length;
    found.push({ one: { fields: group.map(({ field }) => field.name), ...classes }, weight });
  }
  found.sort((a, b) => b.weight - a.weight);
  if (found.length === 0) return undefined;
  const [{ one: best }, ...others] = found;
  const again = ofSameClasses(
    best,
    others.map(({ one }) => one),
  );
  return { ...best, ...(again.length > 0 && { again }) };
}

/** What labels are, one after the other, by the values of each field that is called so. */
export const labelsOf = (given: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] =>
  given.map((values) =>
    withoutMissing(values)
      .filter((value) => value !== '')
      .flatMap((value) => (isTexts(value) ? value : [value])),
  );

/** Those of as many classes of the same names in fields of their own. */
function ofSameClasses(best: ClassFields, others: readonly ClassFields[]): ClassFields[] {
  const called = ({ classes }: ClassFields) =>
    classes
      .map((name) => name.toLowerCase())
      .sort()
      .join('\0');
  const own = called(best);
  const used = new Set(best.fields);
  return others.filter((one) => {
    if (called(one) !== own || one.fields.some((name) => used.has(name))) return false;
    for (const name of one.fields) used.add(name);
    return true;
  });
}

/** Fields that are equal but for one piece as classes: what may be said of them beside them is one only where labels name it. */
function readAs(
  shared: string,
  members: readonly Member[],
  given: Given,
): (Omit<ClassFields, 'fields'> & { isNamed: boolean; group: readonly Member[] }) | undefined {
  const own = withoutCopies(members);
  const group = parted(own);
  const read = group && classesOf(shared, group, given);
  const others = own.filter(({ piece }) => !saysOfRow(piece));
  if (read?.isNamed || others.length === own.length) return read && { ...read, group };
  const rest = parted(others);
  const ofRest = rest && classesOf(shared, rest, given);
  return ofRest && { ...ofRest, group: rest };
}

/**
 * Without those that are called as the others are, but for a word before or behind: `std_cat, std_dog` of `cat, dog, std_cat, std_dog`. They are
 * something else of the same classes.
 */
function withoutCopies(members: readonly Member[]): readonly Member[] {
  const known = new Set(members.map(({ piece }) => piece));
  const copies = new Map<string, Set<Member>>();
  for (const member of members)
    for (const [word, rest] of wordsAround(member.piece)) {
      if (!known.has(rest)) continue;
      const others = copies.get(word);
      if (others) others.add(member);
      else copies.set(word, new Set([member]));
    }
  const isCopy = new Set(
    [...copies.values()].flatMap((one) => (one.size > 1 && members.length % one.size === 0 ? [...one] : [])),
  );
  const own = members.filter((member) => !isCopy.has(member));
  // All of them have one, or they are classes that are called so: `dog, hot_dog`.
  const areWhole = [...copies.values()].some((one) => one.size === own.length);
  return own.length > 1 && areWhole ? own : members;
}

/** A name without its first word, and without its last one, each with what is left of it. */
function wordsAround(piece: string): [word: string, rest: string][] {
  const signs = [...piece.matchAll(/[^\p{L}\p{N}]/gu)].map(({ index }) => index);
  return [...new Set([signs.at(0), signs.at(-1)])].flatMap((at) =>
    at === undefined || at === 0 || at === piece.length - 1
      ? []
      : ([
          [piece.slice(0, at + 1), piece.slice(at + 1)],
          [piece.slice(at), piece.slice(0, at)],
        ] satisfies [string, string][]),
  );
}

function isAlike(name: string, shared: string): boolean {
  const [before, after] = shared.split('\0');
  return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
}

/**
 * Fields that are called as labels are, with those in [0, 1] beside them that make their sum 1:
 * `{"entailment": 0.7, "neutral": 0.2, "contradiction": 0.1, "gold": "neutral"}`. Labels may not have all classes.
 */
function namedWhole(
  numbers: readonly NumberField[],
  labels: readonly (readonly unknown[])[],
): ClassFields | undefined {
  // 0 and 1 are a flag beside them. What is 0 in all records that are looked at may be a class that comes later: one too many, of no
  // probability, makes no figure wrong.
  const mayBe = numbers.map(
    ({ values }) =>
      values.every((x) => Number.isNaN(x) || (x >= 0 && x <= 1)) &&
      (!values.every(Number.isInteger) || !values.some((x) => x > 0)),
  );
  for (const values of labels) {
    const known = new Set(values.map((value) => (typeof value === 'number' ? String(value) : value)));
    const places = numbers.flatMap(({ name }, at) => (known.has(name) ? [at] : []));
    if (places.length === 0) continue;
    const group = nearestToOne(numbers, mayBe, [places[0], places[places.length - 1] + 1]);
    const rows = rowsOf(group);
    const isCertain = rows.every((row) => row.every(Number.isInteger));
    // Sorted by label, a file may begin with one class alone.
    const isTold = places.length > 1 || (group.length > 2 && rows.length > 2);
    if (rows.length === 0 || isCertain || !isTold || !sumToOne(rows)) continue;
    const classes = group.map(({ piece }) => piece);
    return { fields: classes, classes, counted: areOrdered(classes) };
  }
  return undefined;
}

/** Sums of doubles are as near as that. */
const AS_NEAR = 1e-9;

/** Of the runs of fields around some, the one whose rows sum to nearly 1, and of such the longest: a confidence is no class. */
function nearestToOne(
  numbers: readonly NumberField[],
  mayBe: readonly boolean[],
  [first, end]: readonly [number, number],
): Member[] {
  let [from, to] = [first, end];
  while (mayBe[from - 1]) from--;
  while (mayBe[to]) to++;
  let best = { from: first, to: end, off: Infinity };
  for (let left = first; left >= from; left--) {
    const sums = sumsOf(numbers.slice(left, end));
    for (let right = end; right <= to; right++) {
      if (right > end) numbers[right - 1].values.forEach((x, row) => (sums[row] += x));
      const off = sums.reduce((most, sum) => Math.max(most, Number.isNaN(sum) ? 0 : Math.abs(sum - 1)), 0);
      const isLonger = right - left > best.to - best.from;
      if (off < best.off - AS_NEAR || (off < best.off + AS_NEAR && isLonger))
        best = { from: left, to: right, off };
    }
  }
  return numbers.slice(best.from, best.to).map((field) => ({ field, piece: field.name }));
}

function sumsOf(fields: readonly NumberField[]): number[] {
  return fields[0].values.map((_, row) => fields.reduce((sum, { values }) => sum + values[row], 0));
}

interface Member {
  field: NumberField;
  piece: string;
}

/** The fields by what their names have around one piece, where that speaks of scores. */
function alike(numbers: readonly NumberField[]): Map<string, Member[]> {
  const groups = new Map<string, Member[]>();
  for (const field of numbers) {
    for (const { piece, shared } of piecesOf(field.name)) {
      if (!SCORES.test(shared)) continue;
      const members = groups.get(shared);
      if (members) members.push({ field, piece });
      else groups.set(shared, [{ field, piece }]);
    }
  }
  return groups;
}

/** Whether a name is of what is said of a row's scores beside them, and of no class: `logit_max`. */
export const saysOfRow = (piece: string): boolean => STATED.test(piece);
const STATED =
  /^(?:max(?:imum)?|min(?:imum)?|mean|avg|std|var|sum|top|margin|gap|diff|entropy|norm|temperature|conf(?:idence)?|loss)\d?$/i;

/** All of them in order; of A, B, C, … and others the letters alone: `lp_A, lp_B, lp_C, lp_max`. Undefined where two are alike. */
function parted(members: readonly Member[]): readonly Member[] | undefined {
  const sorted = members.toSorted(({ piece: a }, { piece: b }) => COUNTING.compare(a, b));
  const letters = sorted.filter(({ piece }) => piece.length === 1 && /[a-z]/i.test(piece));
  const pieces = sorted.map(({ piece }) => piece);
  const isCounted = areCounted(pieces) || areNumbers(pieces);
  const isYesFirst = members.length === 2 && isNoBeforeYes(members[1].piece, members[0].piece);
  const inOrder = isCounted ? sorted : isYesFirst ? members.toReversed() : members;
  const group = areLetters(letters.map(({ piece }) => piece)) ? letters : inOrder;
  const differ = new Set(group.map(({ piece }) => piece)).size === group.length;
  return group.length > 1 && differ ? group : undefined;
}

/** Names in order, numbers in them by their size. */
export const COUNTING = new Intl.Collator('en', { numeric: true });

/** The classes of such fields, as labels write them; undefined where nothing says that they are classes. */
function classesOf(
  shared: string,
  group: readonly Member[],
  { labels, hot }: Given,
): (Omit<ClassFields, 'fields'> & { isNamed: boolean }) | undefined {
  const pieces = group.map(({ piece }) => piece);
  const rows = rowsOf(group);
  if (rows.length < Math.max(1, 0.5 * group[0].field.values.length)) return undefined;
  const inWords = namedBy(pieces, labels);
  if (!inWords && (SHARES.test(shared) || areOthers(group, shared.split('\0')))) return undefined;
  if (!inWords && areNumbers(pieces) && !countUp(pieces)) return undefined;
  const counted = areOrdered(pieces);
  // `01` is 1 to labels that are numbers.
  const numbers = areNumbers(pieces) ? pieces.map((piece) => String(Number(piece))) : undefined;
  const named = inWords ?? (numbers && areNamedByNumbers(pieces, labels) ? numbers : undefined);
  const isNamed = named !== undefined || areInRows(pieces, { labels, hot });
  const isTold = isNamed || areIdsOf(pieces, labels);
  if (areSettings(rows, shared, isTold)) return undefined;
  const classes = { classes: named ?? numbers ?? pieces, counted, isNamed: inWords !== undefined };
  if (sumToOne(rows)) {
    const isMixture = !isTold && mayBeMixture(shared, labels);
    return !isMixture && (isTold || pieces.length > 2 || rows.length > 1) ? classes : undefined;
  }
  const isSure = isTold || mayBeSure(pieces, labels);
  return areScores(shared, rows, { isNamed, isSure }) ? classes : undefined;
}

/** Letters without labels, or two words beside labels of 0 and 1: which of them each means is asked where labels are read. */
const mayBeSure = (pieces: readonly string[], labels: Given['labels']): boolean =>
  labels.length === 0
    ? areLetters(pieces)
    : pieces.length === 2 && labels.some((values) => areIds(values.flat(), 2));

/** A mixture has shares as well, and a target: `p_web, p_books, p_code`. Labels that are none of these stay unused. */
const mayBeMixture = (shared: string, labels: Given['labels']): boolean =>
  BARE.test(shared) && labels.some((values) => values.some((one) => typeof one === 'string'));

/** Whether labels have a number of each class. */
const areInRows = (pieces: readonly string[], { labels, hot }: Given): boolean =>
  hot.some((names) => pieces.every((piece) => names.has(piece.toLowerCase()))) ||
  labels.some((values) => areRows(values, pieces.length));

/** Of each class a 0 or 1, or a share. */
const areRows = (values: readonly unknown[], classes: number): boolean =>
  values.length > 0 &&
  values.every(
    (value) => Array.isArray(value) && value.length === classes && value.every((x) => x >= 0 && x <= 1),
  );

/** Whether labels are numbers of classes that count from 0; of classes with words for names no yes or no alone. */
function areIdsOf(pieces: readonly string[], labels: Given['labels']): boolean {
  const isCounted = areCounted(pieces);
  return labels.some((values) => {
    const ids = values.flat();
    const isTold = isCounted || (pieces.length > 2 && ids.some((id) => Number(id) > 1));
    return isTold && areIds(ids, pieces.length);
  });
}

/** Of names that are numbers, but none that count, a label is no place. */
const countUp = (pieces: readonly string[]): boolean =>
  pieces.every((piece, at) => Number(piece) === Number(pieces[0]) + at);

/**
 * Whether rows that sum to nothing in particular are scores of classes.
 *
 * @param isNamed labels have the names of the classes
 * @param isSure these, or their places
 */
function areScores(
  shared: string,
  rows: readonly (readonly number[])[],
  { isNamed, isSure }: { isNamed: boolean; isSure: boolean },
): boolean {
  const isWithin = rows.every((row) => row.every((x) => x >= 0 && x <= 1));
  // Of an answer's first token, the rest is on others.
  if (isWithin && isNamed && isCalledProbability(shared.replace('\0', '_')))
    return rows.every((row) => row.reduce((sum, x) => sum + x, 0) <= 1);
  if (isWithin || rows.every((row) => row.every(Number.isInteger))) return false;
  if (UNBOUNDED.test(shared) || OUTPUT.test(shared)) return isSure;
  // What is called a probability and sums to something else is one of a sigmoid, or of something else.
  return isNamed && !/prob/i.test(shared);
}

/** Settings stand in every record alike; so do scores of a model that is constant, whose classes labels tell. */
const areSettings = (rows: readonly (readonly number[])[], shared: string, isTold: boolean): boolean =>
  rows.length > 1 &&
  (!isTold || BARE.test(shared)) &&
  rows.every((row) => row.every((x, c) => x === rows[0][c]));

const areOthers = (group: readonly Member[], [before]: readonly string[]): boolean =>
  group.every(({ piece }) => PARTS.test(piece)) ||
  // What stands before the number: `logit_seed` of `logit_seed0`, whichever part of it is the piece.
  group.every(({ piece }) => /\d/.test(piece) && countsOthers(before + piece.slice(0, piece.search(/\d/))));

/** Whether labels have numbers from 1 on for values, the last one included where many rows are looked at: as `areIds` says. */
function areNamedByNumbers(pieces: readonly string[], labels: readonly (readonly unknown[])[]): boolean {
  const first = Number(pieces[0]);
  if (first === 0) return false;
  return labels.some((values) =>
    areIds(
      values.map((value) => (typeof value === 'number' ? value - first : value)),
      pieces.length,
    ),
  );
}

const areNumbers = (pieces: readonly string[]): boolean => pieces.every((piece) => /^\d+$/.test(piece));

/** The rows that have a number for each. */
function rowsOf(group: readonly Member[]): number[][] {
  const columns = group.map(({ field }) => field.values);
  return columns[0].flatMap((_, row) => {
    const values = columns.map((column) => column[row]);
    return values.some(Number.isNaN) ? [] : [values];
  });
}

/** Shares of each row, or their logarithms, as these numbers will be read. */
const sumToOne = (rows: readonly (readonly number[])[]): boolean => readingOf(rows).reading !== 'logits';

/** The pieces as labels have them for values, which may be in other letters; undefined where one of a label is none of them. */
function namedBy(pieces: readonly string[], labels: readonly (readonly unknown[])[]): string[] | undefined {
  const places = new Map(pieces.map((piece, at) => [piece, at]));
  const placeOf = (value: unknown) =>
    typeof value === 'string' ? (places.get(value) ?? placeInAnyCase(pieces, value)) : undefined;
  for (const values of labels) {
    const known = [...new Set(values.filter((value) => value !== null && value !== ''))];
    const names = [...pieces];
    const taken = new Set<number>();
    const fit = known.every((value) => {
      const at = placeOf(value);
      if (at === undefined) return false;
      if (!taken.has(at)) names[at] = value as string;
      taken.add(at);
      return true;
    });
    if (fit && known.length > 0 && (known.length > 1 || values.length === 1)) return names;
  }
  return undefined;
}

/** A, B, C, … or 0, 1, 2, … */
function areCounted(pieces: readonly string[]): boolean {
  return areLetters(pieces) || pieces.every((piece, at) => piece === String(at));
}

function areLetters(pieces: readonly string[]): boolean {
  return pieces.length > 2 && pieces.join('').toUpperCase() === LETTERS.slice(0, pieces.length);
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Places of classes, of which the last occurs where many rows are looked at: yes and no are no three classes. */
function areIds(values: readonly unknown[], classes: number): boolean {
  const isId = (value: unknown) =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < classes;
  // -1 says of a row that it has no label, as -100 does. One of many that is no class is told where it is read.
  const given = values.filter((value) => value !== IGNORE_INDEX && value !== -1);
  const ids = given.filter(isId) as number[];
  if (ids.length === 0 || given.length - ids.length > MOST_OTHERS * given.length) return false;
  return classes <= 2 || ids.length < MANY || ids.some((id) => id > 1);
}

const MANY = 8;
