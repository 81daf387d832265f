import type { Plain } from '../../text/escapes';

/** `llm-1  | `, `2026-11-02T10:00:01.120Z `, `> ` */
const LONGEST = 120;

/**
 * A text of the lines that have in front what a line that opens a bracket has, and the next one: without it. Digits in it
 * may be others in each line. Undefined where no two lines begin so.
 */
export function withoutPrefixes(text: string): Plain | undefined {
  const prefix = prefixIn(text);
  if (prefix === undefined) return undefined;
  const kept: string[] = [];
  /** Of each line kept: where it begins, and where it began. */
  const [plain, original]: [number[], number[]] = [[], []];
  let length = 0;
  for (const [from, to] of linesOf(text)) {
    if (sameStart(text, from, to, prefix, 0, prefix.length) < prefix.length) continue;
    const line = text.slice(from + prefix.length, Math.min(text.length, to + 1));
    plain.push(length);
    original.push(from + prefix.length);
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

function prefixIn(text: string): string | undefined {
  let opening: [from: number, to: number] | undefined;
  for (const [from, to] of linesOf(text)) {
    if (opening) {
      const length = sameStart(text, from, to, text, opening[0], Math.min(opening[1], opening[0] + LONGEST));
      const prefix = text.slice(opening[0], opening[0] + length);
      if (prefix.trim() !== '' && !/[{"]/.test(prefix)) return prefix;
    }
    let end = to;
    while (end > from && text.charCodeAt(end - 1) <= 32) end--;
    opening = end > from && '{[('.includes(text[end - 1]) ? [from, to] : undefined;
  }
  return undefined;
}

/** How many characters a line has in common with another from the start, digits being all alike. */
function sameStart(text: string, from: number, to: number, other: string, at: number, end: number): number {
  let length = 0;
  while (from + length < to && at + length < end) {
    const [own, its] = [text.charCodeAt(from + length), other.charCodeAt(at + length)];
    if (own !== its && !(isDigit(own) && isDigit(its))) break;
    length++;
  }
  return length;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function* linesOf(text: string): Generator<[from: number, to: number]> {
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    yield [from, to];
    from = to + 1;
  }
}
