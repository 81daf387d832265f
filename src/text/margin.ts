/**
 * What stands between an array and what belongs to it: spaces, line ends, and the signs that a quoted or commented print
 * has at the beginning of its lines.
 */
function isMargin(code: number): boolean {
  return (
    code <= 32 || code === HASH || code === ASTERISK || code === GREATER || code === BAR || code === NO_BREAK
  );
}

const HASH = 35;
const ASTERISK = 42;
const GREATER = 62;
const BAR = 124;
const NO_BREAK = 160;

/** Where the margin that ends at `end` begins, `from` at the earliest. */
export function marginBefore(text: string, end: number, from = 0): number {
  while (end > from && isMargin(text.charCodeAt(end - 1))) end--;
  return end;
}

/** Where the margin that begins at `start` ends. */
export function marginAfter(text: string, start: number): number {
  while (start < text.length && isMargin(text.charCodeAt(start))) start++;
  return start;
}

/** A text without the margin at its end. */
export function withoutMargin(text: string): string {
  return text.slice(0, marginBefore(text, text.length));
}
