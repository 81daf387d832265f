const HEAD = /^[ \t]*(?:async[ \t]+)?with[ \t]*\(/gm;
/** Characters behind a place that are looked at. */
const MOST_LOOKED_AT = 100;
const NEXT_HEAD = /^[ \t]*(?:async[ \t]+)?with\b/;

/**
 * Python as the grammar knows it: without the brackets around the contexts of `with (a as b, c as d):`, and these on one
 * line. Everything stays in its place.
 */
export function withoutContextBrackets(python: string): string {
  let read = '';
  let from = 0;
  for (const { 0: head, index } of python.matchAll(HEAD)) {
    if (index < from) continue;
    const open = index + head.length - 1;
    const contexts = contextsFrom(python, open + 1);
    if (contexts === undefined) continue;
    read += `${python.slice(from, open)} ${contexts.replace(/,(?= *$)/, ' ')} `;
    from = open + 1 + contexts.length + 1;
  }
  return from === 0 ? python : read + python.slice(from);
}

/**
 * What stands from behind a bracket to where it closes, on one line, if an `as` and a colon behind the bracket make it
 * contexts. Read up to the next `with` at most.
 */
function contextsFrom(python: string, start: number): string | undefined {
  let contexts = '';
  let depth = 0;
  let named = false;
  // Quotes, comments, names, and single signs.
  const token = /("""|'''|"|')|#[^\n]*|\w+|[^]/gy;
  token.lastIndex = start;
  for (let found = token.exec(python); found !== null; found = token.exec(python)) {
    const [one, quote] = found;
    const behind = token.lastIndex;
    if (quote !== undefined) {
      token.lastIndex = endOfString(python, behind, quote);
      contexts += python.slice(found.index, token.lastIndex);
      continue;
    }
    if (one === '\n' && NEXT_HEAD.test(python.slice(behind, behind + MOST_LOOKED_AT))) return undefined;
    if (one === ')' && depth === 0)
      return named && /^[ \t]*:/.test(python.slice(behind, behind + MOST_LOOKED_AT)) ? contexts : undefined;
    named ||= one === 'as' && depth === 0;
    depth += CHANGE[one] ?? 0;
    contexts += one === '\n' || one.startsWith('#') ? ' '.repeat(one.length) : one;
  }
  return undefined;
}

export const CHANGE: Readonly<Record<string, number>> = { '(': 1, '[': 1, '{': 1, ')': -1, ']': -1, '}': -1 };

/** Behind the quote that closes a string, or at the end of its line where none does. */
export function endOfString(python: string, from: number, quote: string): number {
  for (let at = from; at < python.length; at++)
    if (python[at] === '\\') at++;
    else if (python.startsWith(quote, at)) return at + quote.length;
    else if (quote.length === 1 && python[at] === '\n') return at;
  return python.length;
}
