import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import { keysOfBoth } from '../../loss/evaluation/idKeys';
import { severalOf } from '../../loss/evaluation/paired';
import type { RowTexts } from '../../loss/evaluation/sliceField';
import { plainNumber } from '../../records/text/numbers';
import type { CallContext } from '../callContext';
import { fileStems } from '../files/fileStems';
import { isNameOfIds, recordColumn, recordFields, tellingFields } from '../evaluation/recordFields';
import type { RecordRows } from '../rows/recordRows';

type Column = Pick<RowTexts, 'field' | 'names' | 'of'>;

/** Which label is that of each row. */
export interface Join {
  /** The place of each row's label; -1 where it has none. */
  of: Int32Array;
  note: string;
}

/** Columns of a file by which its records may be told apart, the likeliest first. */
interface Side {
  telling: readonly string[];
  names: ReadonlySet<string>;
  column(name: string): Promise<Column>;
}

/**
 * How labels belong to rows by what both files say of their records: by the ID that both have under one name, or by the columns that
 * have the same values. Undefined where there is nothing like that, and the order of as many labels as rows is all there is.
 */
export async function joinByFields(
  ours: RecordRows,
  theirs: RecordRows | Column,
  file: string,
  context: CallContext,
): Promise<Join | undefined> {
  const own = await sideOf(ours, context);
  const other = 'names' in theirs ? keysOf(theirs) : await sideOf(theirs, context);
  const whole: Candidate[] = [];
  let partial: Candidate | undefined;
  let unshared: string | undefined;
  for (const [name, field] of pairsOf(own, other)) {
    const [a, b] = [await own.column(name), await other.column(field)];
    const found = candidateOf(a, b);
    if (found.isWhole && isMeant(found, a, b)) {
      whole.push(found);
      // Files are read for every column.
      if (name === field && isNameOfIds(name) && !found.isCount) break;
    } else if (name === field && isNameOfIds(name)) {
      if (found.shared > 0 && !found.isShifted) partial ??= found;
      else if (a.of.length !== b.of.length || isApart(found)) unshared ??= name;
    }
  }
  const first = chosen(whole, file) ?? partial ?? (await byRepeated(own, other));
  if (!first && unshared !== undefined)
    throw noneOf(file, await own.column(unshared), await other.column(unshared));
  if (!first) {
    await checkOrder(own, other, file);
    return undefined;
  }
  if (first.twice !== undefined) throw severalOf(first.field, first.twice);
  return { of: first.of, note: noteOf(first) };
}

/** Files are read for every column that is looked at. */
const COMPARED = 3;
/** Of few words one may be what each of two annotators said. */
const LEAST_TEXTS = 5;

/** Throws where texts under one name say that the files' records stand in different orders: labels can't be taken row by row. */
async function checkOrder(own: Side, other: Side, file: string): Promise<void> {
  const shared = [...own.names].filter((name) => other.names.has(name)).slice(0, COMPARED);
  for (const name of shared) {
    const [a, b] = [await own.column(name), await other.column(name)];
    if (a.of.length !== b.of.length || areNumbers(a) || a.names.length < LEAST_TEXTS) continue;
    const row = a.of.findIndex((text, at) => textAt(a, text) !== textAt(b, b.of[at]));
    // Other texts under the same name, as of two answers, say nothing of an order.
    if (row < 0 || !isWithin(b, a)) continue;
    throw new Error(
      l10n.t(
        '{0}: from row {2} on, its “{1}” is in a different order than the rows, and some of its values repeat, so labels can’t be matched by it. Give both files an ID.',
        file,
        printable(name, MAX_NAME),
        row,
      ),
    );
  }
}

function isWithin({ names }: Column, others: Column): boolean {
  const known = new Set(others.names);
  return names.every((text) => known.has(text));
}

const textAt = ({ names }: Column, at: number): string | undefined => (at < 0 ? undefined : names[at]);

/**
 * By an ID that both files have under one name and that several rows share: of the labels each has to have one of its own, or both
 * files the same in each row, which is their order.
 */
async function byRepeated(own: Side, other: Side): Promise<Candidate | undefined> {
  for (const name of own.names) {
    if (!isNameOfIds(name) || !other.names.has(name) || own.telling.includes(name)) continue;
    const found = candidateOf(await own.column(name), await other.column(name));
    if (found.shared > 0 && !found.isOnce) return found;
  }
  return undefined;
}

/** The label of each row by its ID, which someone named. Throws where none has one. */
export function joinById(ours: Column, theirs: Column, file: string): Omit<Join, 'note'> & Partial<Join> {
  const found = matched(ours, theirs);
  const { of, shared, twice, byStem } = found;
  if (twice !== undefined) throw severalOf(theirs.field, twice);
  if (shared === 0) throw noneOf(file, ours, theirs);
  return { of, ...(byStem && { note: noteOf({ ...found, own: ours.field, field: theirs.field }) }) };
}

/** Whether at least half of the keys of the shorter side are in the other, too. */
export function haveSameKeys(ours: Column, theirs: Column): boolean {
  const { shared } = matched(ours, theirs);
  return shared > 0 && shared >= Math.min(ours.of.length, theirs.of.length) / 2;
}

function noneOf(file: string, ours: Column, theirs: Column): Error {
  const [row, label] = [ours, theirs].map(({ names: [first = ''] }) => printable(first, MAX_NAME));
  return new Error(
    l10n.t(
      '{0}: none of its labels matches a row by “{1}”. The first row has “{2}”, the first label “{3}”.',
      file,
      printable(theirs.field, MAX_NAME),
      row,
      label,
    ),
  );
}

async function sideOf(records: RecordRows, context: CallContext): Promise<Side> {
  const [{ names }, telling] = await Promise.all([
    recordFields(records, context),
    tellingFields(records, context),
  ]);
  const columns = new Map<string, Promise<Column>>();
  return {
    telling,
    names: new Set(names),
    column(name) {
      const column = columns.get(name) ?? recordColumn(records, name, context);
      columns.set(name, column);
      return column;
    },
  };
}

const keysOf = (column: Column): Side => ({
  telling: [column.field],
  names: new Set([column.field]),
  column: () => Promise.resolve(column),
});

/** Fields of the rows and of the labels, those of one name first. */
function pairsOf(own: Side, other: Side): [own: string, field: string][] {
  const same = own.telling
    .filter((name) => other.names.has(name))
    .map((name): [string, string] => [name, name]);
  const others = own.telling.flatMap((name) =>
    other.telling.filter((field) => field !== name).map((field): [string, string] => [name, field]),
  );
  return [...same, ...others];
}

interface Candidate extends Matched {
  own: string;
  field: string;
  /** Nearly all values are in both, each once. */
  isWhole: boolean;
  /** Both count their records up from the same number on: that is their order, and no more. */
  isCount: boolean;
  /** Both count as many records, from different numbers on. */
  isShifted: boolean;
}

/** Both tell all their records apart, and no value of one is in the other. */
const isApart = ({ shared, isOnce, isShifted }: Candidate): boolean => shared === 0 && isOnce && !isShifted;

/** Of the values of the shorter column; a few records may be in one file only. */
const NEARLY_ALL = 0.9;

function candidateOf(ours: Column, theirs: Column): Candidate {
  const found = matched(ours, theirs);
  const [start, other] = [startOf(ours), startOf(theirs)];
  const areCounts = start !== undefined && other !== undefined;
  const isShifted = areCounts && start !== other && ours.of.length === theirs.of.length;
  const least = Math.min(ours.of.length, theirs.of.length);
  const isWhole = found.isOnce && !isShifted && least > 1 && found.shared >= NEARLY_ALL * least;
  const isCount = areCounts && start === other;
  return { ...found, own: ours.field, field: theirs.field, isWhole, isCount, isShifted };
}

/** Whether columns mean the same: of one name they do; of two names numbers, which any column may hold, have to be called IDs. */
function isMeant({ own, field, shared, byStem }: Candidate, ours: Column, theirs: Column): boolean {
  if (own === field || !areNumbers(byStem ? theirs : ours)) return true;
  // Of names of files, `7.png`, a count of labels is none.
  if (byStem && startOf(theirs) !== undefined) return false;
  const { length } = theirs.of;
  return shared === length && ours.of.length === length && [own, field].every(isCalledId);
}

const areNumbers = ({ names }: Column): boolean => names.every((text) => plainNumber(text) !== undefined);
const isCalledId = (name: string): boolean => isNameOfIds(name) || /id$/i.test(name);

/** The likeliest of those that tell more than the order, by one name rather than by two. Throws where another one says otherwise. */
function chosen(whole: readonly Candidate[], file: string): Candidate | undefined {
  const telling = whole.filter(({ isCount }) => !isCount);
  const most = telling.length > 0 ? telling : whole;
  const same = most.filter(({ own, field }) => own === field);
  const [first, ...others] = same.length > 0 ? same : most;
  const other = others.find(({ of }) =>
    of.some((at, row) => at >= 0 && first.of[row] >= 0 && at !== first.of[row]),
  );
  if (other)
    throw new Error(
      l10n.t(
        '{0}: “{1}” and “{2}” match its labels to different rows. Name one of them in “id”.',
        file,
        printable(first.field, MAX_NAME),
        printable(other.field, MAX_NAME),
      ),
    );
  return first;
}

/** Characters of a name that a sentence shows. */
const MAX_NAME = 60;

function noteOf({ own, field, byStem }: Pick<Candidate, 'own' | 'field' | 'byStem'>): string {
  const [rows, labels] = [printable(own, MAX_NAME), printable(field, MAX_NAME)];
  if (byStem)
    return own === field
      ? l10n.t(
          'Labels are joined by “{0}”, which both files have: names of files, without folders and extensions.',
          labels,
        )
      : l10n.t(
          'Labels are joined by “{0}” and “{1}” in the rows: names of files, without folders and extensions.',
          labels,
          rows,
        );
  return own === field
    ? l10n.t('Labels are joined by “{0}”, which both files have.', labels)
    : l10n.t('Labels are joined by “{0}”, which has the values of “{1}” in the rows.', labels, rows);
}

/**
 * The label of each row by a column that numbers them all in some order, from 0 or from 1 on; undefined where it does not.
 *
 * @param rows how many there are
 */
export function joinByNumber({ field, names, of }: Column, rows: number): Join | undefined {
  const numbers = Array.from(of, (name) => (name < 0 ? NaN : (plainNumber(names[name]) ?? NaN)));
  const first = numbers.includes(0) ? 0 : 1;
  const places = new Int32Array(rows).fill(-1);
  numbers.forEach((number, place) => {
    const row = number - first;
    if (Number.isInteger(row) && row >= 0 && row < rows) places[row] = place;
  });
  if (numbers.length !== rows || places.includes(-1)) return undefined;
  const note = l10n.t(
    'Labels are joined by “{0}”, which numbers the rows from {1}.',
    printable(field, MAX_NAME),
    first,
  );
  return { of: places, note };
}

/** The number from which on a column counts its rows. */
function startOf({ names, of }: Column): number | undefined {
  const start = of.length > 0 && of[0] >= 0 ? plainNumber(names[of[0]]) : undefined;
  if (start === undefined) return undefined;
  return of.every((name, row) => name >= 0 && plainNumber(names[name]) === start + row) ? start : undefined;
}

interface Matched {
  of: Int32Array;
  shared: number;
  /** Neither column has a value twice, or both have the same values row by row. */
  isOnce: boolean;
  /** A value that labels have twice, and in another order than rows. */
  twice?: string;
  /** Names of files, that differ in their folders or extensions. */
  byStem?: true;
}

function matched(ours: Column, theirs: Column): Matched {
  const found = matchedAsWritten(ours, theirs);
  if (found.shared > 0) return found;
  const [own, other] = [ours, theirs].map(({ names }) => fileStems(names));
  if (!own && !other) return found;
  const stems = (column: Column, names = column.names): Column => ({ ...column, names });
  const byStem = matchedAsWritten(stems(ours, own), stems(theirs, other));
  const least = Math.min(ours.of.length, theirs.of.length);
  return byStem.isOnce && byStem.shared >= NEARLY_ALL * least ? { ...byStem, byStem: true } : found;
}

function matchedAsWritten(ours: Column, theirs: Column): Matched {
  const [own, other] = keysOfBoth(ours.names, theirs.names);
  const areSame =
    ours.of.length === theirs.of.length &&
    ours.of.every((name, row) => name >= 0 && theirs.of[row] >= 0 && own[name] === other[theirs.of[row]]);
  const places = new Map<string, number>();
  let twice: string | undefined;
  theirs.of.forEach((name, place) => {
    if (name < 0) return;
    if (places.has(other[name])) twice ??= theirs.names[name];
    else places.set(other[name], place);
  });
  if (areSame && twice !== undefined)
    return { of: Int32Array.from(ours.of, (_, row) => row), shared: ours.of.length, isOnce: true };
  const of = Int32Array.from(ours.of, (name) => (name < 0 ? -1 : (places.get(own[name]) ?? -1)));
  const shared = of.reduce((count, place) => count + Number(place >= 0), 0);
  const isOnce = twice === undefined && ours.names.length === ours.of.length;
  return { of, shared, isOnce, ...(twice !== undefined && { twice }) };
}
