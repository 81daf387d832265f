const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
  '/': '/',
  '\\': '\\',
  "'": "'",
  '"': '"',
};
/** How many hexadecimal digits follow. */
const CODES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Where a string that opens at `start` closes: the place of its quote, or the text's length. */
export function closingQuote(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === quote) return at;
  }
  return text.length;
}

/** What the characters between two quotes stand for, in JSON and in Python's prints alike. */
export function unescaped(written: string): string {
  let escape = written.indexOf('\\');
  if (escape < 0) return written;
  const parts: string[] = [];
  let from = 0;
  while (escape >= 0 && escape + 1 < written.length) {
    parts.push(written.slice(from, escape));
    const letter = written[escape + 1];
    const digits = CODES[letter] ?? 0;
    const code = digits > 0 ? hexadecimal(written.slice(escape + 2, escape + 2 + digits), digits) : undefined;
    if (code !== undefined) parts.push(code);
    else parts.push(Object.hasOwn(SIMPLE, letter) ? SIMPLE[letter] : written.slice(escape, escape + 2));
    from = escape + 2 + (code === undefined ? 0 : digits);
    escape = written.indexOf('\\', from);
  }
  parts.push(written.slice(from));
  return parts.join('');
}

function hexadecimal(digits: string, count: number): string | undefined {
  if (digits.length !== count || !/^[\da-f]+$/i.test(digits)) return undefined;
  const code = parseInt(digits, 16);
  if (code > 0x10ffff) return undefined;
  // Halves of a pair meet in the joined string.
  return count === 4 ? String.fromCharCode(code) : String.fromCodePoint(code);
}
