/** Stands for an array in an entry's text: no print holds it. */
export const ARRAY = '\u0001';

/** What one print wrote: a line of the output, or several where brackets or an array go on. */
export interface Entry {
  /** On one line, each array in it a single ARRAY. */
  text: string;
  /** The numbers of those arrays. */
  arrays: readonly number[];
  /** Where it stands in the output. */
  range: readonly [start: number, end: number];
}

const MOST_ENTRIES = 1000;
/** Lines that one value may take outside of arrays, as lists of strings do. */
const MOST_LINES = 50;

/** An output, line by line; undefined where it has more lines than a person prints values by. */
export function entriesOf(
  text: string,
  ranges: readonly (readonly [start: number, end: number])[],
): Entry[] | undefined {
  const lines = linesIn(text, ranges);
  if (lines === undefined) return undefined;
  const entries: Entry[] = [];
  for (let i = 0; i < lines.length; i++) {
    const last = lastOfOpen(lines, i);
    const joined = lines.slice(i, last + 1);
    const flat = joined
      .map((line) => line.text)
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim();
    if (flat !== '')
      entries.push({
        text: flat,
        arrays: joined.flatMap(({ arrays }) => arrays),
        range: [joined[0].start, joined[joined.length - 1].end],
      });
    i = last;
  }
  return entries;
}

interface Line {
  text: string;
  start: number;
  end: number;
  arrays: number[];
  /** Brackets opened in it less those closed. */
  depth: number;
}

function linesIn(
  text: string,
  ranges: readonly (readonly [start: number, end: number])[],
): Line[] | undefined {
  const lines: Line[] = [{ text: '', start: 0, end: 0, arrays: [], depth: 0 }];
  let at = 0;
  const take = (end: number) => {
    const [first, ...more] = text.slice(at, end).split('\n');
    add(lines[lines.length - 1], first, at);
    let start = at + first.length;
    for (const one of more) {
      if (lines.length >= MOST_ENTRIES) return false;
      start++;
      const line = { text: '', start, end: start, arrays: [], depth: 0 };
      add(line, one, start);
      lines.push(line);
      start += one.length;
    }
    return true;
  };
  for (let i = 0; i < ranges.length; i++) {
    const [start, end] = ranges[i];
    if (start < at) continue;
    if (!take(start)) return undefined;
    const line = lines[lines.length - 1];
    line.text += ARRAY;
    line.arrays.push(i);
    at = end;
  }
  return take(text.length) ? lines : undefined;
}

function add(line: Line, text: string, at: number) {
  line.text += text;
  line.end = at + text.length;
  for (const c of text)
    if (c === '[' || c === '(' || c === '{') line.depth++;
    else if (c === ']' || c === ')' || c === '}') line.depth--;
}

/** The line that closes what one leaves open; the line itself where nothing does. */
function lastOfOpen(lines: readonly Line[], first: number): number {
  let { depth } = lines[first];
  for (let i = first; i < Math.min(lines.length, first + MOST_LINES); i++) {
    if (i > first) depth += lines[i].depth;
    if (depth <= 0) return i;
  }
  return first;
}
