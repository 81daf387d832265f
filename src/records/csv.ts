import type { FieldPath } from './types';

/** The fields of one CSV line; a quoted field may hold the delimiter, doubled quotes and line ends. */
export function splitCsv(text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter).map((field) => field.trim());
  const fields: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const start = skipBlank(text, at, delimiter);
    if (text[start] === '"') {
      let field = '';
      let p = start + 1;
      for (;;) {
        const quote = text.indexOf('"', p);
        if (quote < 0) {
          field += text.slice(p);
          p = text.length;
          break;
        }
        field += text.slice(p, quote);
        p = quote + 1;
        if (text[p] !== '"') break;
        field += '"';
        p++;
      }
      fields.push(field);
      const next = text.indexOf(delimiter, p);
      at = next < 0 ? text.length + 1 : next + 1;
    } else {
      const next = text.indexOf(delimiter, at);
      const end = next < 0 ? text.length : next;
      fields.push(text.slice(at, end).trim());
      at = end + 1;
    }
  }
  return fields;
}

function skipBlank(text: string, at: number, delimiter: string): number {
  while (text[at] === ' ' && delimiter !== ' ') at++;
  return at;
}

/** The delimiter that splits a header line into most columns. */
export function delimiterOf(header: string): string {
  const counts = ['\t', ',', ';', '|'].map((d) => [splitCsv(header, d).length, d] as const);
  return counts.reduce((best, one) => (one[0] > best[0] ? one : best))[1];
}

/**
 * Runs of columns that are the classes of one row: equal names but for a number that counts up from 0 or 1
 * (`logit_0, logit_1, …`), or equal prefixes with a class name after a separator (`logits/cat, logits/dog`).
 */
export function columnGroups(
  header: readonly string[],
): { name: string; columns: FieldPath; classNames?: string[] }[] {
  const groups: { name: string; columns: string[]; classNames?: string[] }[] = [];
  let at = 0;
  while (at < header.length) {
    const numbered = runOf(header, at, numberedRun);
    const named = runOf(header, at, namedRun);
    const run = numbered >= named ? numbered : named;
    if (run < 2) {
      at++;
      continue;
    }
    const columns = header.slice(at, at + run);
    const prefix = prefixOf(columns[0]);
    groups.push({
      name: `${columns[0]} … ${columns[columns.length - 1]}`,
      columns,
      ...(numbered < named && { classNames: columns.map((column) => column.slice(prefix.length)) }),
    });
    at += run;
  }
  return groups;
}

function runOf(header: readonly string[], at: number, follows: (a: string, b: string) => boolean): number {
  let run = 1;
  while (at + run < header.length && follows(header[at + run - 1], header[at + run])) run++;
  return run;
}

function numberedRun(a: string, b: string): boolean {
  const [, before, digits] = /^(.*?)(\d+)\D*$/.exec(a) ?? [];
  const [, next, following] = /^(.*?)(\d+)\D*$/.exec(b) ?? [];
  return digits !== undefined && before === next && Number(following) === Number(digits) + 1;
}

function namedRun(a: string, b: string): boolean {
  const prefix = prefixOf(a);
  return prefix !== '' && prefix === prefixOf(b) && /logit|score|prob/i.test(prefix);
}

function prefixOf(column: string): string {
  return /^(.*[_./: -])[^_./: -]+$/.exec(column)?.[1] ?? '';
}
