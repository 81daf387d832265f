import type { FieldPath } from '../types';
import { ownWords } from '../../arrays/words/twoWords';

/** Columns that are the classes of one row. */
export interface ColumnGroup {
  name: string;
  columns: FieldPath;
  classNames?: string[];
}

/**
 * Runs of columns side by side that are the classes of one row: equal names but for a number, whatever it begins with (`logit_0,
 * logit_1, …`), or equal prefixes with a class name after a separator (`logits/cat, logits/dog`).
 *
 * @param areOneRow whether columns are one row by what stands in them, where names leave it open
 */
export function columnGroups(
  header: readonly string[],
  areOneRow: (columns: readonly string[], classNames: readonly string[]) => boolean,
): ColumnGroup[] {
  const groups: ColumnGroup[] = [];
  const names = header.map(partsOf);
  const apart = scoresApart(names);
  const numberedEnds = numberedRuns(names);
  const used = new Set<Parts>();
  let at = 0;
  while (at < names.length) {
    if (used.has(names[at])) {
      at++;
      continue;
    }
    const numbered = numberedEnds[at] - at;
    const { length: named, prefix } = namedRun(names, at, areOneRow);
    const run = Math.max(numbered, named);
    const others = apart.get(names[at]) ?? [];
    if (others.length > run) {
      groups.push(numberedGroup(others));
      for (const column of others) used.add(column);
      continue;
    }
    if (run < 2) {
      at++;
      continue;
    }
    const columns = names.slice(at, at + run);
    groups.push(
      numbered === run ? numberedGroup(columns) : namedGroup(inOrder(namesOf(columns), prefix), prefix),
    );
    at += run;
  }
  return groups;
}

/** A name of a column, parted once. */
interface Parts {
  name: string;
  /** Up to the last separator. */
  prefix: string;
  /** What stands around the last digits, which may be none. */
  before: string;
  after: string;
  hasNumber: boolean;
  number: number;
}

function partsOf(name: string): Parts {
  const { start, end } = lastNumber(name);
  return {
    name,
    prefix: prefixOf(name),
    before: name.slice(0, start),
    after: name.slice(end),
    hasNumber: start < end,
    number: Number(name.slice(start, end)),
  };
}

const namesOf = (columns: readonly Parts[]): string[] => columns.map(({ name }) => name);

/**
 * By each of their columns: scores that are equal but for the one number in their names, which counts up without a gap, wherever
 * they stand. Of other numbers, as of places, side by side alone says that they belong together.
 */
function scoresApart(names: readonly Parts[]): Map<Parts, Parts[]> {
  const alike = new Map<string, Parts[]>();
  for (const column of names) {
    const { name, before, after, hasNumber } = column;
    if (!hasNumber || /\d/.test(before) || !SCORES.test(name)) continue;
    const key = `${before}0${after}`;
    const others = alike.get(key);
    if (others) others.push(column);
    else alike.set(key, [column]);
  }
  const groups = new Map<Parts, Parts[]>();
  for (const columns of alike.values()) {
    const numbers = columns.map(({ number }) => number).sort((a, b) => a - b); // prettier-ignore
    if (columns.length > MOST_APART || !numbers.every((number, i) => number === numbers[0] + i)) continue;
    for (const column of columns) groups.set(column, columns);
  }
  return groups;
}

const SCORES = /logit|prob(?![el])|score|^p[_. ]?\d/i;
/** More columns are side by side, or nobody wrote them. */
const MOST_APART = 4096;

const nameOf = (columns: readonly string[]): string => `${columns[0]} … ${columns[columns.length - 1]}`;

const namedGroup = (columns: readonly string[], prefix: number): ColumnGroup => ({
  name: nameOf(columns),
  columns,
  classNames: columns.map((column) => column.slice(prefix)),
});

/** In the order of their numbers, which are the names of the classes where they don't begin at 0. */
function numberedGroup(written: readonly Parts[]): ColumnGroup {
  const sorted = written.toSorted((a, b) => a.number - b.number);
  const columns = namesOf(sorted);
  const classNames = sorted.map(({ number }) => String(number));
  return { name: nameOf(columns), columns, ...(classNames[0] !== '0' && { classNames }) };
}

/**
 * By each column, where those from it on end that are equal up to their last number: all of these where their numbers count up
 * without a gap in whatever order, else those that stand in order, or a class would be missing.
 */
function numberedRuns(names: readonly Parts[]): number[] {
  const ends = new Array<number>(names.length);
  // From the last column back, so that a header of columns that begin alike is walked once.
  let [alike, ordered] = [names.length, names.length];
  let [least, most] = [Infinity, -Infinity];
  const seen = new Set<number>();
  for (let at = names.length - 1; at >= 0; at--) {
    const { hasNumber, number, before } = names[at];
    if (!hasNumber) {
      ends[at] = at + 1;
      continue;
    }
    const next = names.at(at + 1);
    const goesOn = next?.hasNumber === true && next.before === before;
    if (!goesOn) {
      seen.clear();
      [least, most] = [Infinity, -Infinity];
      alike = at + 1;
    }
    if (!goesOn || next.number !== number + 1) ordered = at + 1;
    seen.add(number);
    least = Math.min(least, number);
    most = Math.max(most, number);
    const isWhole = seen.size === alike - at && most - least === alike - at - 1;
    ends[at] = isWhole ? alike : ordered;
  }
  return ends;
}

/** What names have in common before and behind what tells them apart. */
function sharedAround(names: readonly string[]): [before: string, after: string] {
  const [first, ...others] = names;
  if (others.length === 0) return [first, ''];
  let [before, after] = [first.length, first.length];
  for (const name of others) {
    let same = 0;
    while (same < before && name[same] === first[same]) same++;
    before = same;
    let end = 0;
    while (end < Math.min(after, name.length - before) && name.at(-1 - end) === first.at(-1 - end)) end++;
    after = Math.min(end, first.length - before);
  }
  return [first.slice(0, before), first.slice(first.length - after)];
}

/** What names say that are equal but for the names of classes. */
export const sharedName = (names: readonly string[]): string => sharedAround(names).join(' ').trim();

/** Positive classes, which are the second of two. */
const YES = /^(?:pos(?:itive)?|yes|true)$/i;
const NO = /^(?:neg(?:ative)?|no|false)$/i;

/** Whether a score is called that of the negative class, or of class 0: `prob_0`, `negative_score`. */
export function isOfFirstClass(name: string): boolean {
  const words = ownWords(name);
  return words.length === 1 && (words[0] === '0' || NO.test(words[0]));
}

/** Whether a label of 0 means the one and a label of 1 the other. */
export const isNoBeforeYes = (no: string, yes: string): boolean => NO.test(no) && YES.test(yes);

/**
 * Whether a class ID is a place among names that stand in some order: that of their fields, or of their numbers. Of two words
 * people put the one first that they ask for.
 */
export function areOrdered(names: readonly string[]): boolean {
  if (names.length > 2) return true;
  const [first, second] = names;
  const areNumbers = names.every((name) => /^\d{1,9}$/.test(name));
  return isNoBeforeYes(first, second) || (areNumbers && Number(second) === Number(first) + 1);
}

/** Numbers by their size, where others stand between 1 and 2, as in names that were sorted; of yes and no, no first. */
function inOrder(columns: readonly string[], prefix: number): readonly string[] {
  const classes = columns.map((column) => column.slice(prefix));
  if (classes.every((name) => /^\d+$/.test(name)))
    return columns.toSorted((a, b) => Number(a.slice(prefix)) - Number(b.slice(prefix)));
  const isYesFirst = classes.length === 2 && isNoBeforeYes(classes[1], classes[0]);
  return isYesFirst ? columns.toReversed() : columns;
}

function runOf(names: readonly Parts[], at: number, follows: (next: Parts) => boolean): number {
  let run = 1;
  while (at + run < names.length && follows(names[at + run])) run++;
  return run;
}

/** Whether a character is 0 to 9; of tens of thousands of names, expressions would take several times as long. */
function isDigit(name: string, at: number): boolean {
  const c = name.charCodeAt(at);
  return c >= 48 && c <= 57;
}

/** Where the last digits of a name are; a sign that begins it, or stands behind another separator, is theirs: `-1_prob`, `prob_-1`. */
function lastNumber(name: string): { start: number; end: number } {
  let end = name.length;
  while (end > 0 && !isDigit(name, end - 1)) end--;
  let start = end;
  while (start > 0 && isDigit(name, start - 1)) start--;
  if (start < end && /(?:^|[_./:= (])-$/.test(name.slice(Math.max(0, start - 2), start))) start--;
  return { start, end };
}

/**
 * How many columns from one on are equal up to the name of a class. Names may hold separators themselves: `prob_New York,
 * prob_Boston` are two classes; `prob_a_cat, prob_a_dog, prob_b_cat, prob_b_dog` are those of two models, as many each.
 */
function namedRun(
  names: readonly Parts[],
  at: number,
  areOneRow: Parameters<typeof columnGroups>[1],
): { length: number; prefix: number } {
  const { prefix: before } = names[at];
  if (before === '') return { length: 1, prefix: 0 };
  const narrow = SEPARATED.test(before) ? runOf(names, at, ({ prefix }) => prefix === before) : 1;
  const wide = scoresPrefixOf(before);
  const isFirst = wide !== '' && !names[at - 1]?.name.startsWith(wide);
  const length = isFirst ? runOf(names, at, ({ name }) => name.startsWith(wide)) : 1;
  const columns = namesOf(names.slice(at, at + length));
  const isWide =
    length > narrow &&
    areOneRow(
      columns,
      columns.map((name) => name.slice(wide.length)),
    );
  return isWide ? { length, prefix: wide.length } : { length: narrow, prefix: before.length };
}

const SEPARATED = /logit|score|prob|softmax|raw_?formula|decision_?function|^\.pred_$|^p[_.]$/i;

/** The shortest beginning, up to a separator, that speaks of scores. */
function scoresPrefixOf(before: string): string {
  const short = /^(?:\.pred_|p[_.])/i.exec(before)?.[0];
  if (short) return short;
  const word = /logit|score|prob|softmax|raw_?formula/i.exec(before);
  const from = word ? word.index + word[0].length : before.length;
  const end = before.slice(from).search(/[_./:= -]/);
  return end < 0 ? '' : before.slice(0, from + end + 1);
}

/** What stands behind the last separator. */
export const lastWord = (column: string): string => column.slice(prefixOf(column).length);

/** Characters that names share before the class, at most. */
const LONGEST_SHARED = 64;

/** What names are behind each separator that all of them have at the same place, up to which they are equal. */
export function behindSeparators(names: readonly string[]): string[][] {
  const before = sharedAround(names)[0].slice(0, LONGEST_SHARED);
  return [...before.matchAll(/[_./:= -]/g)].map(({ index }) => names.map((name) => name.slice(index + 1)));
}

function prefixOf(column: string): string {
  let end = column.length;
  while (end > 0 && !SEPARATORS.includes(column[end - 1])) end--;
  return end === column.length ? '' : column.slice(0, end);
}

const SEPARATORS = '_./:= -';
