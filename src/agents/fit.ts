import { printable } from '../arrays/words/printable';
import { seenJson } from '../arrays/words/seenJson';

/** Bytes of UTF-8 that an answer may take: it is read by a model, word by word. */
export const MAX_ANSWER = 2048;
const MAX_TEXT = 240;
const DIGITS = 6;

/** A text that must stay what it is, such as code that an edit looks for; all others are made visible and cut. */
export class Verbatim {
  constructor(readonly text: string) {}
}

/** Lists that are whole or not there: half of the edits of a fix leave broken code. */
const WHOLE = 'edits';

/**
 * An answer as it is sent: numbers with six digits, those that JSON has not as text, long texts cut, nothing undefined. Every
 * character of a text is seen, whoever wrote it and whatever shows the answer, except where it is `Verbatim`. The longest lists
 * lose entries from their end until all of it is under 2 KB; `more` says how many each lost.
 */
export function fitted(answer: object): Record<string, unknown> {
  const shown = plain(answer) as Record<string, unknown>;
  const lost = new Map<string, number>();
  while (sizeOf(shown) > MAX_ANSWER) {
    const longest = longestList(shown);
    if (!longest) break;
    const { list, name } = longest;
    const keep = list.length > 8 ? list.length >> 1 : list.length - 1;
    lost.set(name, (lost.get(name) ?? 0) + list.length - keep);
    list.length = keep;
    shown.more = Object.fromEntries(lost);
  }
  return shown;
}

export function sizeOf(value: unknown): number {
  return new TextEncoder().encode(seenJson(value)).length;
}

function plain(value: unknown): unknown {
  if (typeof value === 'number') return rounded(value);
  if (typeof value === 'string') return printable(value, MAX_TEXT);
  if (value instanceof Verbatim) return value.text;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, (entry) => plain(entry) ?? null);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([name, entry]) => [name, plain(entry)]),
  );
}

/** Ids and counts stay whole. */
function rounded(value: number): number | string {
  if (Number.isInteger(value)) return value;
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : String(value);
}

interface List {
  name: string;
  list: unknown[];
}

/** The list that takes most room and has an entry to lose; the last entry of the outermost lists stays. */
function longestList(value: object, depth = 0): List | undefined {
  let longest: (List & { size: number }) | undefined;
  const consider = (found: List | undefined) => {
    if (!found) return;
    const size = sizeOf(found.list);
    if (!longest || size > longest.size) longest = { ...found, size };
  };
  for (const [name, entry] of Object.entries(value)) {
    if (name === 'more' || typeof entry !== 'object' || entry === null) continue;
    if (!Array.isArray(entry)) {
      consider(longestList(entry as object, depth + 1));
      continue;
    }
    if (name === WHOLE) continue;
    const list = entry as unknown[];
    if (list.length > (depth === 0 ? 1 : 0)) consider({ name, list });
    else
      for (const part of list)
        if (typeof part === 'object' && part !== null) consider(longestList(part, depth + 1));
  }
  return longest;
}
