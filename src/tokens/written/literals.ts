import { closingQuote, unescaped } from './strings';

/**
 * String and bytes literals of Python that hold a response: `b'{"id": …}'` as `print(response.content)` writes it, `b'data: …'`
 * of a stream's lines, `'{"id": …}'` as a notebook shows a string. And fields of CSV, whose quotes are doubled.
 */
export class Literals {
  /** Quotes that close nowhere behind: none of the same kind is looked at again. */
  private readonly unclosed = new Set<number>();

  constructor(
    private readonly text: string,
    private readonly limit: number,
  ) {}

  /** Whether the quote at an offset opens one. */
  begins(at: number): boolean {
    const { text } = this;
    const code = text.charCodeAt(at);
    if (this.unclosed.has(code) || (!this.isBytes(at) && isOfWord(text.charCodeAt(at - 1)))) return false;
    const next = text[at + 1];
    if (this.isCsv(at)) return true;
    if (next !== '{' && next !== '[' && !text.startsWith('data:', at + 1)) return false;
    if (closingQuote(text, at) < this.limit) return true;
    this.unclosed.add(code);
    return false;
  }

  /** What the literal at an offset stands for. Literals in a row are one, as Python's pretty printer breaks long ones. */
  at(start: number): { value: string; end: number } | undefined {
    const { text, limit } = this;
    const quote = text.charCodeAt(start);
    if (quote !== 34 && quote !== 39) return undefined;
    if (this.isCsv(start)) return this.csv(start);
    const isBytes = this.isBytes(start);
    let [value, end] = ['', start];
    for (let at = start; at < limit && text.charCodeAt(at) === quote;) {
      const closing = closingQuote(text, at);
      if (closing >= limit) break;
      value += unescaped(text.slice(at + 1, closing));
      end = closing + 1;
      at = end;
      while (at < limit && isSpace(text.charCodeAt(at))) at++;
      if (isBytes && (text[at] === 'b' || text[at] === 'B')) at++;
      if (at === end || text.slice(at + 1, at + 6) === 'data:') break;
    }
    return { value: isBytes ? decoded(value) : value, end };
  }

  /** A quote at the start of a field, in front of what a response begins with. */
  private isCsv(quote: number): boolean {
    const { text } = this;
    const before = text[quote - 1];
    const isField =
      before === undefined || before === '\n' || before === ',' || before === '\t' || before === ';';
    if (text[quote] !== '"' || !isField) return false;
    return /^(?:[{[]+(?:""|'|\])|[A-Z]\w{0,60}(?:\[\w{0,60}\])?\()/.test(text.slice(quote + 1, quote + 140));
  }

  private csv(start: number): { value: string; end: number } {
    const { text, limit } = this;
    let end = start + 1;
    while (end < limit) {
      const quote = text.indexOf('"', end);
      if (quote < 0 || quote >= limit) end = limit;
      else if (text[quote + 1] === '"') end = quote + 2;
      else return { value: text.slice(start + 1, quote).replaceAll('""', '"'), end: quote + 1 };
    }
    return { value: text.slice(start + 1, limit).replaceAll('""', '"'), end: limit };
  }

  private isBytes(quote: number): boolean {
    const prefix = this.text[quote - 1];
    return (prefix === 'b' || prefix === 'B') && !isOfWord(this.text.charCodeAt(quote - 2));
  }
}

function isOfWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
  );
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Each letter is a byte. */
function decoded(letters: string): string {
  return new TextDecoder().decode(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)));
}
