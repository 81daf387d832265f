/** What a token is: a sign or a keyword as it is written, or one of these; nothing at the end of the text. */
export const NAME = 'name';
export const NUMBER = 'number';
export const STRING = 'string';
/** What stands before the first character of a string that values are put into. */
export const FORMAT = 'format string';
export const NEWLINE = 'newline';
export const END = '';

/** Each as itself: what is cut out of a text is compared letter by letter otherwise. */
const KEYWORDS = new Map(
  (
    'and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield None True False'
  )
    .split(' ')
    .map((word) => [word, word]),
);
const LONGEST_KEYWORD = 8;

const NUMBERS =
  /0[bB][_01]+|0[oO][_0-7]+|0[xX][_\da-fA-F]+|(?:\d[\d_]*(?:\.(?:\d[\d_]*|(?=[eE][+-]?\d|[jJ](?!\w))))?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?/y;
const PREFIX = /^(?:[rub]|br|rb|f|fr|rf)$/i;

/** Which characters names begin with, and which they go on with. */
const [BEGINS, GOES_ON] = [/[A-Za-z_]/, /\w/].map((pattern) =>
  Uint8Array.from({ length: 128 }, (_, code) => Number(pattern.test(String.fromCharCode(code)))),
);

function isIn(table: Uint8Array, code: number): boolean {
  return code < 128 ? table[code] === 1 : code >= 0xa1;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/**
 * Walks over the tokens of a piece of Python, one at a time. From where it does not know what stands there, all tokens are the
 * end: whoever reads them comes to one. (What is thrown costs as much as reading a hundred characters, and each cell of a
 * notebook may have a mistake.)
 */
export class Tokens {
  /** Whether that is so: what was read last then is to be left to the parser that knows half-typed code. */
  isUnsure = false;
  /** The token that is looked at: what it is, and where. */
  kind = END;
  start: number;
  end: number;
  /** Where the one before it ends. */
  before: number;
  /** A name or keyword as it is written. */
  word = '';
  /** A string's letters before its quote, in lower case, and the quote. */
  prefix = '';
  quote = '';
  /** How far the line is indented that the token stands in. */
  indent = 0;
  /** Where the last line ends that was left. */
  lineEnd: number;
  /** Brackets around it, in which lines do not end. */
  private brackets = 0;

  /**
   * @param code what is read, up to `to`
   * @param text the same, as it was before it was made to be what the grammar knows: names are as they stand here
   */
  constructor(
    readonly code: string,
    readonly text: string,
    from: number,
    private readonly to: number,
  ) {
    this.start = this.end = this.before = this.lineEnd = from;
    this.line();
    // Nothing tells how far the first line of a piece would have to be indented.
    if (this.lineEnd === from && this.code.lastIndexOf('\n', this.start) < from) this.indent = 0;
  }

  /** Goes to the first token of the next line that has one. */
  line() {
    const { code, to } = this;
    let at = this.end;
    for (;;) {
      let indent = 0;
      for (; at < to; at++) {
        const c = code.charCodeAt(at);
        if (c === 0x20) indent++;
        else if (c === 0x09) indent += 8 - (indent % 8);
        else break;
      }
      if (at < to && code[at] === '#') at = this.endOfLine(at);
      if (at >= to || !isBreak(code.charCodeAt(at))) {
        this.indent = at >= to ? 0 : indent;
        break;
      }
      at++;
    }
    this.end = at;
    if (code[at] === '\\') this.giveUp();
    else this.next();
  }

  /** Leaves a line at its end. */
  endLine() {
    if (this.kind === NEWLINE) {
      this.lineEnd = this.end;
      this.line();
      return;
    }
    if (this.kind !== END) this.giveUp();
    this.lineEnd = this.before;
    this.indent = 0;
  }

  next() {
    this.before = this.end;
    const { code, to } = this;
    let at = this.end;
    for (; at < to; at++) {
      const c = code.charCodeAt(at);
      if (c === 0x20 || c === 0x09) continue;
      if (c === 0x23) {
        at = this.endOfLine(at) - 1;
        continue;
      }
      if (c === 0x5c) {
        const end = this.continued(at);
        if (end === undefined) break;
        at = end;
        continue;
      }
      if (!isBreak(c)) {
        this.start = at;
        this.read(c, at);
        return;
      }
      if (this.brackets > 0) continue;
      this.set(NEWLINE, at, at + 1);
      return;
    }
    if (at < to) this.giveUp();
    else this.set(END, to, to);
  }

  is(kind: string): boolean {
    return this.kind === kind;
  }

  /** Whether the line or the statement ends here. */
  get isOver(): boolean {
    return this.kind === NEWLINE || this.kind === END || this.kind === ';';
  }

  /** What stands here is not known. */
  giveUp() {
    this.isUnsure = true;
    this.set(END, this.to, this.to);
  }

  /** Steps over a token that has to be there. */
  expect(kind: string) {
    if (this.kind === kind) this.next();
    else this.giveUp();
  }

  /** Steps over a token where it is there; whether it was. */
  take(kind: string): boolean {
    if (this.kind !== kind) return false;
    this.next();
    return true;
  }

  /** Steps over a name, and returns it. */
  name(): string {
    const { word } = this;
    this.expect(NAME);
    return word;
  }

  written(start: number, end: number): string {
    return this.text.slice(start, end);
  }

  /** Goes into the braces that open at a place in a string. */
  openBraces(at: number) {
    this.end = at + 1;
    this.brackets++;
    this.next();
  }

  /** Leaves them at a place behind how a value is written. */
  closeBraces(at: number) {
    this.end = at + 1;
    this.brackets--;
  }

  /** The next brace at a place or behind it: how a value is written has any other characters. */
  braceFrom(at: number): number {
    const { code, to } = this;
    for (; at < to; at++) if (code[at] === '{' || code[at] === '}') return at;
    this.giveUp();
    return to;
  }

  /**
   * From somewhere in a string, where it is closed (short ones end with their line, closed or not), or where a value is put
   * into it.
   */
  stringEnd(from: number): number {
    const { code, to, quote } = this;
    const raw = this.prefix.includes('r');
    const format = this.prefix.includes('f');
    const first = quote.charCodeAt(0);
    for (let at = from; at < to; at++) {
      const c = code.charCodeAt(at);
      if (c === 0x5c) {
        at++;
        if (!raw && code.startsWith('N{', at)) at = this.namedCharacter(at + 2) - 1;
      } else if (c === first) {
        if (quote.length === 1 || code.startsWith(quote, at)) return at;
      } else if (c === 0x7b && format) {
        if (code[at + 1] !== '{') return at;
        at++;
      } else if (c === 0x0a && quote.length === 1) return at;
    }
    this.giveUp();
    return to;
  }

  /** Behind `\N{…}`, or where that breaks off. */
  private namedCharacter(from: number): number {
    const { code, to } = this;
    for (let at = from; at < to; at++) {
      if (code[at] === '}') return at + 1;
      if ('\'"\n'.includes(code[at])) return at;
    }
    return to;
  }

  private set(kind: string, start: number, end: number) {
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.word = '';
  }

  private endOfLine(from: number): number {
    const { code, to } = this;
    let at = from;
    while (at < to && !isBreak(code.charCodeAt(at))) at++;
    return at;
  }

  /** A backslash at a line's end: the last character of the break; undefined where it is none, or the statement ends there. */
  private continued(at: number): number | undefined {
    const { code } = this;
    const end = code.startsWith('\r\n', at + 1) ? at + 2 : at + 1;
    if (!isBreak(code.charCodeAt(end))) return undefined;
    let behind = end + 1;
    while (code[behind] === ' ' || code[behind] === '\t') behind++;
    const ends = behind >= this.to || code[behind] === '#' || isBreak(code.charCodeAt(behind));
    return ends ? undefined : end;
  }

  private read(c: number, at: number) {
    if (isIn(BEGINS, c)) this.readWord(at);
    else if (isDigit(c) || (c === 0x2e && isDigit(this.code.charCodeAt(at + 1)))) this.readNumber(at);
    else if (c === 0x22 || c === 0x27) this.readString(at, '');
    else this.readSign(c, at);
  }

  private readWord(start: number) {
    const { code } = this;
    let end = start + 1;
    while (isIn(GOES_ON, code.charCodeAt(end))) end++;
    const quote = code.charCodeAt(end);
    if (quote === 0x22 || quote === 0x27) {
      const prefix = code.slice(start, end);
      if (PREFIX.test(prefix)) {
        this.readString(end, prefix.toLowerCase());
        return;
      }
    }
    const keyword = end - start <= LONGEST_KEYWORD ? KEYWORDS.get(code.slice(start, end)) : undefined;
    this.kind = keyword ?? NAME;
    this.end = end;
    this.word = keyword ?? this.written(start, end);
  }

  private readNumber(start: number) {
    const { code } = this;
    NUMBERS.lastIndex = start;
    NUMBERS.test(code);
    let end = NUMBERS.lastIndex;
    // `1.`, but not the attribute of a number.
    if (code[end] === '.' && !isIn(GOES_ON, code.charCodeAt(end + 1))) {
      end++;
    }
    if (code[end - 1] === '.' && code[end] === '.') this.giveUp();
    else this.set(NUMBER, start, end);
  }

  private readString(at: number, prefix: string) {
    const { code, start } = this;
    const quote = code[at];
    this.prefix = prefix;
    this.quote = code[at + 1] === quote && code[at + 2] === quote ? quote.repeat(3) : quote;
    const open = at + this.quote.length;
    if (prefix.includes('f')) {
      this.set(FORMAT, start, open);
      return;
    }
    const end = this.stringEnd(open);
    if (!this.isUnsure) this.set(STRING, start, code[end] === quote ? end + this.quote.length : end);
  }

  private readSign(c: number, at: number) {
    const sign = signAt(this.code, c, at);
    if (c === 0x28 || c === 0x5b || c === 0x7b) this.brackets++;
    else if (c === 0x29 || c === 0x5d || c === 0x7d) this.brackets--;
    if (sign === undefined || this.brackets < 0) this.giveUp();
    // How a value is made a string: `!r`.
    else this.set(sign, at, at + (sign === '!' ? 2 : sign.length));
  }
}

const SIGNS: Readonly<Record<string, readonly string[]>> = {
  '(': ['('],
  ')': [')'],
  '[': ['['],
  ']': [']'],
  '{': ['{'],
  '}': ['}'],
  ',': [','],
  ';': [';'],
  '~': ['~'],
  '.': ['...', '.'],
  ':': [':=', ':'],
  '=': ['==', '='],
  '!': ['!='],
  '<': ['<<=', '<<', '<=', '<>', '<'],
  '>': ['>>=', '>>', '>=', '>'],
  '+': ['+=', '+'],
  '-': ['-=', '->', '-'],
  '*': ['**=', '**', '*=', '*'],
  '/': ['//=', '//', '/=', '/'],
  '%': ['%=', '%'],
  '@': ['@=', '@'],
  '&': ['&=', '&'],
  '|': ['|=', '|'],
  '^': ['^=', '^'],
};

/** The signs that begin with a character, the longest first. */
const SIGNS_OF = Array.from({ length: 128 }, (_, code) => SIGNS[String.fromCharCode(code)] ?? []);

function signAt(code: string, c: number, at: number): string | undefined {
  if (c < 128)
    for (const sign of SIGNS_OF[c]) if (sign.length === 1 || code.startsWith(sign, at)) return sign;
  return c === 0x21 && 'sra'.includes(code[at + 1] ?? ' ') ? '!' : undefined;
}
