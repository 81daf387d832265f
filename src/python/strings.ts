import type { StringPart } from './syntax';

/** A string literal without its quotes. */
export interface Literal {
  /** Letters before the quote, in lower case. */
  prefix: string;
  /** Where the text between the quotes begins and ends. */
  start: number;
  end: number;
}

/** Takes the literal that begins at `start` apart; one that is not closed ends where its node does. */
function literalAt(text: string, start: number, end: number): Literal {
  const opening = /^([a-z]*)("""|'''|"|')/i.exec(text.slice(start, Math.min(end, start + 6)));
  if (opening === null) return { prefix: '', start, end };
  const [all, prefix, quote] = opening;
  const from = start + all.length;
  const closed = end - from >= quote.length && text.endsWith(quote, end);
  return { prefix: prefix.toLowerCase(), start: from, end: closed ? end - quote.length : end };
}

/** What is put into a string, and where the braces around it stand. */
export interface Inserted {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly StringPart[];
}

/** The pieces of a literal: its text, and what is put into it. */
export function literalParts(
  text: string,
  from: number,
  to: number,
  inserted: readonly Inserted[],
): StringPart[] {
  const { prefix, start, end } = literalAt(text, from, to);
  const parts: StringPart[] = [];
  let at = start;
  const textUpTo = (place: number) => {
    if (place > at) parts.push({ text: decoded(text.slice(at, place), prefix) });
  };
  for (const one of inserted) {
    textUpTo(one.from);
    parts.push(...one.parts);
    at = Math.max(at, one.to);
  }
  textUpTo(end);
  return parts;
}

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** What the characters between the quotes stand for. Names of characters (`\N{…}`) stay as written. */
export function decoded(written: string, prefix: string): string {
  const text = prefix.includes('f') ? written.replace(/([{}])\1/g, '$1') : written;
  if (prefix.includes('r') || !text.includes('\\')) return text;
  const escapes = prefix.includes('b')
    ? /\\(?:x([\da-f]{2})|([0-7]{1,3})|([^]))/gi
    : /\\(?:(?:x|u(?=[\da-f]{4})|U(?=[\da-f]{8}))((?<=x)[\da-f]{2}|(?<=u)[\da-f]{4}|(?<=U)[\da-f]{8})|([0-7]{1,3})|([^]))/g;
  return text.replace(escapes, (all, hex?: string, octal?: string, one?: string) => {
    if (one !== undefined) return Object.hasOwn(SIMPLE, one) ? SIMPLE[one] : all;
    const code = hex !== undefined ? parseInt(hex, 16) : parseInt(octal!, 8);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
