import { append } from '../../arrays/longLists';
import type { Plain } from '../../text/escapes';

/** `llm-1  | `, `2026-11-02T10:00:01.120Z `, `> ` */
const LONGEST = 120;
/** Lines behind one that opens a bracket in which its prefix is looked for: other services' lines may stand between. */
const NEAR = 16;
/** Lines that open a bracket, and prefixes, that are looked at. */
const MOST_OPENINGS = 4000;
const MOST_PREFIXES = 24;

/** What differs from line to line: in everything else, digits name a container or a process. */
const STAMP =
  /(?:\d{4}[-/]\d\d[-/]\d\d[T ]|[A-Z][a-z]{2} [ \d]\d )?\d\d:\d\d:\d\d(?:[.,]\d{1,12})?(?:Z|[+-]\d\d:?\d\d)?|\d{9,10}\.\d{1,9}/y;

/** The texts around the timestamps in it. */
type Prefix = readonly string[];

/**
 * What is found in the lines of a text that have one prefix, without it, for each prefix that a line that opens a bracket
 * shares with one near it.
 */
export function behindPrefixes<T>(text: string, find: (bare: Plain) => readonly T[]): T[] {
  const found: T[] = [];
  const successful: Prefix[] = [];
  const tried = new Set<string>();
  for (const [from, to] of openingsOf(text)) {
    if (successful.some((prefix) => behind(text, from, to, prefix) >= 0)) continue;
    for (const prefix of prefixesAt(text, from, to)) {
      const key = prefix.join('\n');
      if (tried.has(key)) continue;
      if (tried.size >= MOST_PREFIXES) return found;
      tried.add(key);
      const bare = without(text, prefix);
      const here = bare ? find(bare) : [];
      if (here.length === 0) continue;
      append(found, here);
      successful.push(prefix);
      break;
    }
  }
  return found;
}

/** Undefined where a line is missing: one within brackets that has neither this prefix nor that of something else. */
function without(text: string, prefix: Prefix): Plain | undefined {
  const kept: string[] = [];
  /** Of each line kept: where it begins, and where it began. */
  const [plain, original]: [number[], number[]] = [[], []];
  let length = 0;
  let depth = 0;
  for (const [from, to] of linesOf(text)) {
    const start = behind(text, from, to, prefix);
    if (start < 0) {
      if (depth > 0 && !isOthers(text, from, to, prefix)) return undefined;
      continue;
    }
    const line = text.slice(start, Math.min(text.length, to + 1));
    depth = Math.max(0, depth + stepOf(line));
    plain.push(length);
    original.push(start);
    kept.push(line);
    length += line.length;
  }
  return {
    text: kept.join(''),
    original(at) {
      let [low, high] = [0, plain.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (plain[middle] <= at) low = middle;
        else high = middle - 1;
      }
      return original[low] + at - plain[low];
    },
  };
}

/** How many brackets more are open behind a line of what is printed over many. */
function stepOf(line: string): number {
  const trimmed = line.trim();
  if (trimmed === '') return 0;
  return Number('{[('.includes(trimmed[trimmed.length - 1])) - Number('}])'.includes(trimmed[0]));
}

/** A line that has what ends the prefix or its timestamp, but something else there, or nothing at all. */
function isOthers(text: string, from: number, to: number, prefix: Prefix): boolean {
  const line = text.slice(from, Math.min(to, from + LONGEST));
  if (line.trim() === '' || line.trimEnd() === prefix[0].trimEnd()) return true;
  const mark = prefix[prefix.length - 1].trimEnd().slice(-1);
  if (mark !== '' && ENDS.includes(mark) && line.includes(mark)) return true;
  return prefix.length > 1 && line.split(STAMP).length > 1;
}

/** Where a line goes on behind a prefix; -1 where it has another one. */
function behind(text: string, from: number, to: number, prefix: Prefix): number {
  let at = from;
  for (const [index, literal] of prefix.entries()) {
    if (index > 0) {
      STAMP.lastIndex = at;
      if (!STAMP.test(text)) return -1;
      at = STAMP.lastIndex;
    }
    if (!text.startsWith(literal, at)) return -1;
    at += literal.length;
  }
  return at <= to ? at : -1;
}

/** What a line may have in front, the longest first. */
function prefixesAt(text: string, from: number, to: number): Prefix[] {
  const own = headOf(text, from, to);
  const found = new Map<string, Prefix>();
  let count = 0;
  for (const [begin, end] of linesOf(text, to + 1)) {
    if (count++ >= NEAR) break;
    const prefix = sameStart(own, headOf(text, begin, end));
    if (prefix) found.set(prefix.join('\n'), prefix);
  }
  return [...found].sort(([one], [other]) => other.length - one.length).map(([, prefix]) => prefix);
}

function headOf(text: string, from: number, to: number): Prefix {
  const [head] = text.slice(from, Math.min(to, from + LONGEST)).split(/[{"]/, 1);
  return head.split(STAMP);
}

/** What ends a prefix, besides spaces. */
const ENDS = '|>:])';

/** What two lines have in front, timestamps being all alike; undefined where that is nothing, or ends within a name. */
function sameStart(own: Prefix, other: Prefix): Prefix | undefined {
  let index = 0;
  while (own[index] === other[index] && index + 1 < Math.min(own.length, other.length)) index++;
  const [one, two] = [own[index], other[index]];
  let length = 0;
  while (length < Math.min(one.length, two.length) && one[length] === two[length]) length++;
  // Further spaces are the indentation.
  const last = one.slice(0, length);
  const trimmed = last.slice(0, last.trimEnd().length + 1);
  if (index === 0 && trimmed.trim() === '') return undefined;
  const end = trimmed.slice(-1);
  return end !== '' && (end.trim() === '' || ENDS.includes(end))
    ? [...own.slice(0, index), trimmed]
    : undefined;
}

function* openingsOf(text: string): Generator<[from: number, to: number]> {
  let count = 0;
  for (const [from, to] of linesOf(text)) {
    let end = to;
    while (end > from && text.charCodeAt(end - 1) <= 32) end--;
    if (end === from || !'{[('.includes(text[end - 1])) continue;
    if (count++ >= MOST_OPENINGS) return;
    yield [from, to];
  }
}

function* linesOf(text: string, start = 0): Generator<[from: number, to: number]> {
  for (let from = start; from < text.length;) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    yield [from, to];
    from = to + 1;
  }
}
