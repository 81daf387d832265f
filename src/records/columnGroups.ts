import type { FieldPath } from './types';

/** Columns that are the classes of one row. */
export interface ColumnGroup {
  name: string;
  columns: FieldPath;
  classNames?: string[];
}

/**
 * Runs of columns that are the classes of one row: equal names but for a number, wherever they stand and whatever the number
 * begins with (`logit_0, logit_1, …`), or side by side equal prefixes with a class name after a separator (`logits/cat,
 * logits/dog`).
 */
export function columnGroups(header: readonly string[]): ColumnGroup[] {
  const groups: ColumnGroup[] = [];
  const numbered = numberedColumns(header);
  const used = new Set<string>();
  let at = 0;
  while (at < header.length) {
    const counted = numbered.get(header[at]);
    const named = runOf(header, at, namedRun);
    if (counted && counted.columns.length >= named) {
      if (!used.has(header[at])) groups.push(counted);
      for (const column of counted.columns) used.add(column);
      at++;
      continue;
    }
    if (named < 2) {
      at++;
      continue;
    }
    const prefix = prefixOf(header[at]);
    const columns = inOrder(header.slice(at, at + named), prefix.length);
    groups.push(groupOf(columns, columns.map((column) => column.slice(prefix.length)))); // prettier-ignore
    at += named;
  }
  return groups;
}

function groupOf(columns: readonly string[], classNames?: string[]): ColumnGroup {
  const name = `${columns[0]} … ${columns[columns.length - 1]}`;
  return { name, columns, ...(classNames && { classNames }) };
}

/**
 * By each of their columns: those that are equal but for a number, in its order. They count up without a gap, or a class would be
 * missing; where they don't begin at 0, their numbers are the names of the classes.
 */
function numberedColumns(header: readonly string[]): Map<string, ColumnGroup> {
  const alike = new Map<string, { column: string; number: number }[]>();
  for (const column of header) {
    const { before, digits, after } = lastNumber(column);
    if (digits === '') continue;
    const key = `${before}\0${after}`;
    const members = alike.get(key);
    if (members) members.push({ column, number: Number(digits) });
    else alike.set(key, [{ column, number: Number(digits) }]);
  }
  const groups = new Map<string, ColumnGroup>();
  for (const members of alike.values()) {
    if (members.length < 2) continue;
    members.sort((a, b) => a.number - b.number);
    const [{ number: first }] = members;
    if (!members.every(({ number }, at) => number === first + at)) continue;
    const names = first === 0 ? undefined : members.map(({ number }) => String(number));
    const group = groupOf(members.map(({ column }) => column), names); // prettier-ignore
    for (const { column } of members) groups.set(column, group);
  }
  return groups;
}

/** Positive classes, which are the second of two. */
const YES = /^(?:pos(?:itive)?|yes|true)$/i;
const NO = /^(?:neg(?:ative)?|no|false)$/i;

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

function runOf(header: readonly string[], at: number, follows: (a: string, b: string) => boolean): number {
  let run = 1;
  while (at + run < header.length && follows(header[at + run - 1], header[at + run])) run++;
  return run;
}

/** The last digits of a name, and what stands around them. */
function lastNumber(name: string): { before: string; digits: string; after: string } {
  let end = name.length;
  while (end > 0 && !/\d/.test(name[end - 1])) end--;
  let start = end;
  while (start > 0 && /\d/.test(name[start - 1])) start--;
  return { before: name.slice(0, start), digits: name.slice(start, end), after: name.slice(end) };
}

function namedRun(a: string, b: string): boolean {
  const prefix = prefixOf(a);
  return (
    prefix !== '' && prefix === prefixOf(b) && /logit|score|prob|raw_?formula|^\.pred_$|^p[_.]$/i.test(prefix)
  );
}

function prefixOf(column: string): string {
  return /^(.*[_./:= -])[^_./:= -]+$/.exec(column)?.[1] ?? '';
}
