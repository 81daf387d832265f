import type { FieldPath } from './types';

/**
 * Runs of columns that are the classes of one row: equal names but for a number that counts up from 0 or 1
 * (`logit_0, logit_1, …`), or equal prefixes with a class name after a separator (`logits/cat, logits/dog`).
 */
export function columnGroups(
  header: readonly string[],
): { name: string; columns: FieldPath; classNames?: string[] }[] {
  const groups: { name: string; columns: readonly string[]; classNames?: string[] }[] = [];
  let at = 0;
  while (at < header.length) {
    const numbered = runOf(header, at, numberedRun);
    const named = runOf(header, at, namedRun);
    const run = numbered >= named ? numbered : named;
    if (run < 2) {
      at++;
      continue;
    }
    const prefix = prefixOf(header[at]);
    const columns =
      numbered < named ? inOrder(header.slice(at, at + run), prefix.length) : header.slice(at, at + run);
    groups.push({
      name: `${columns[0]} … ${columns[columns.length - 1]}`,
      columns,
      ...(numbered < named && { classNames: columns.map((column) => column.slice(prefix.length)) }),
    });
    at += run;
  }
  return groups;
}

/** Positive classes, which are the second of two. */
const YES = /^(?:pos(?:itive)?|yes|true)$/i;
const NO = /^(?:neg(?:ative)?|no|false)$/i;

/** Whether a label of 0 means the one and a label of 1 the other. */
export const isNoBeforeYes = (no: string, yes: string): boolean => NO.test(no) && YES.test(yes);

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

function numberedRun(a: string, b: string): boolean {
  const one = lastNumber(a);
  const next = lastNumber(b);
  return one.digits !== '' && one.before === next.before && Number(next.digits) === Number(one.digits) + 1;
}

/** The last digits of a name, and what stands before them. */
function lastNumber(name: string): { before: string; digits: string } {
  let end = name.length;
  while (end > 0 && !/\d/.test(name[end - 1])) end--;
  let start = end;
  while (start > 0 && /\d/.test(name[start - 1])) start--;
  return { before: name.slice(0, start), digits: name.slice(start, end) };
}

function namedRun(a: string, b: string): boolean {
  const prefix = prefixOf(a);
  return prefix !== '' && prefix === prefixOf(b) && /logit|score|prob|^p[_.]$/i.test(prefix);
}

function prefixOf(column: string): string {
  return /^(.*[_./: -])[^_./: -]+$/.exec(column)?.[1] ?? '';
}
