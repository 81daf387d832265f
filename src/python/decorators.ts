import { CHANGE, endOfString } from './contexts';

/** A line that begins with `@` and not a mere name, where the one behind it decorates or defines: elsewhere `@` is a product. */
const LINE = /^([ \t]*@)(?![\w.]+\n)([^\n]+)(?=\n[ \t]*(?:@|def\b|async\b|class\b|#))/gm;
/** A name, or a call of one, with every pair of brackets written `()`. */
const KNOWN = /^[\w.]+(?:\(\))?$/;
/** Any chain of parts and calls. */
const CHAIN = /^[\w.()]+$/;

/**
 * Python as the grammar knows it: with a name in place of a decorator that is neither a name nor a call of one, such as
 * `@a.b(c)[d]`. Everything stays in its place.
 */
export function withNamedDecorators(python: string): string {
  // All others are names.
  if (!/[([{]/.test(python)) return python;
  let isInside: ReturnType<typeof insideOf> | undefined;
  return python.replace(LINE, (line, at: string, decorator: string, place: number) => {
    const outline = outlineOf(decorator)?.trim() ?? '';
    if (KNOWN.test(outline) || !CHAIN.test(outline)) return line;
    // Amid an expression it is a product after all.
    isInside ??= insideOf(python);
    if (isInside(place) || python[place - 2] === '\\') return line;
    return `${at}_${' '.repeat(decorator.length - 1)}`;
  });
}

/** Tells of places, asked for in their order, whether they stand in brackets or in a string. */
function insideOf(python: string): (place: number) => boolean {
  const token = /("""|'''|"|')|#[^\n]*|[()[\]{}]/g;
  let depth = 0;
  return (place) => {
    while (token.lastIndex < place) {
      const found = token.exec(python);
      if (found === null || found.index >= place) {
        token.lastIndex = place;
        break;
      }
      const [one, quote] = found;
      if (quote !== undefined) token.lastIndex = endOfString(python, token.lastIndex, quote);
      else depth = Math.max(0, depth + (CHANGE[one] ?? 0));
    }
    return depth > 0 || token.lastIndex > place;
  };
}

/** What stands outside of brackets, each pair written `()`; undefined where brackets go on behind the line. */
function outlineOf(text: string): string | undefined {
  let outline = '';
  let depth = 0;
  const token = /["']|[^]/gy;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [one] = found;
    if (one === '"' || one === "'") token.lastIndex = endOfString(text, token.lastIndex, one);
    if (one === '#') break;
    const change = CHANGE[one] ?? 0;
    if (depth === 0 && change === 0) outline += one;
    depth += change;
    if (depth < 0) return undefined;
    if (depth === 0 && change < 0) outline += one === ')' ? '()' : '().';
  }
  return depth === 0 ? outline : undefined;
}
