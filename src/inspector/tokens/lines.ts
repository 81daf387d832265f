/** Breaks the text of tokens into lines, so that of a hundred thousand tokens only those in sight stand on the page. */
import type { TokenColumns } from './columns';
import { emptyMark, markOf } from './marks';
import type { Widths } from './widths';

/** The lines of a text: line i begins with token `token[i]`, at offset `from[i]` of the text. Both have an entry more. */
export interface Lines {
  count: number;
  token: Int32Array;
  from: Int32Array;
  /** 1 where a blank line stands before the line. */
  gap: Uint8Array;
}

/** The part of a token that stands on a line. */
export interface Part {
  token: number;
  from: number;
  to: number;
}

/** Between two tokens. */
const TOKEN_GAP = 1;

/**
 * Words are broken as browsers do: after spaces, which hang over the end, between ideographs, and anywhere in what is wider
 * than a line. Line ends that follow each other stand on one line as marks; two or more leave a gap.
 */
export function breakLines(columns: TokenColumns, width: number, widths: Widths): Lines {
  return new Breaker(columns, width, widths).run();
}

const SPACE = 0x20;
const MAX_ASCII = 0x7f;

class Breaker {
  private readonly token: number[] = [0];
  private readonly from: number[] = [0];
  private readonly gap: number[] = [0];
  /** Pixels used on the line, and up to where the last word began. */
  private used = 0;
  private beforeWord = 0;
  private word = { token: 0, from: 0 };
  private newlines = 0;
  /** Widths of the characters that most texts are made of. */
  private readonly plain = new Float64Array(MAX_ASCII);

  constructor(
    private readonly columns: TokenColumns,
    private readonly width: number,
    private readonly widths: Widths,
  ) {}

  run(): Lines {
    const { count, text, start, continues } = this.columns;
    for (let token = 0; token < count; token++) {
      const to = start[token + 1];
      if (start[token] === to && !continues[token]) {
        const mark = emptyMark(this.columns, token);
        this.character(token, to, mark, this.widths.of(mark));
      }
      const sharers = sharersOf(this.columns, token);
      for (let at = start[token]; at < to;) {
        const character = characterAt(text, at);
        const isShared = sharers > 1 && at + character.length >= to;
        const wide = isShared
          ? sharedWidth(this.widths, character, sharers)
          : this.widthOf(character, text.charCodeAt(at));
        this.character(token, at, character, wide);
        at += character.length;
      }
      this.used += TOKEN_GAP;
      if (this.word.token > token) this.beforeWord = this.used;
    }
    this.token.push(count);
    this.from.push(text.length);
    return {
      count: this.gap.length,
      token: Int32Array.from(this.token),
      from: Int32Array.from(this.from),
      gap: Uint8Array.from(this.gap),
    };
  }

  private widthOf(character: string, code: number): number {
    if (code > SPACE && code < MAX_ASCII) return (this.plain[code] ||= this.widths.of(character));
    return this.widths.of(markOf(character) ?? character);
  }

  private character(token: number, at: number, character: string, wide: number): void {
    if (character === '\n') this.newlines++;
    else if (this.newlines > 0) {
      this.line(token, at, this.newlines > 1 ? 1 : 0);
      this.newlines = 0;
    }
    const isSpace = character === ' ';
    if (this.used + wide > this.width && this.used > 0 && !(isSpace && this.isLoneSpace(at))) {
      // The word goes to the next line, unless it fills the line alone.
      if (this.beforeWord > 0 && !isSpace && !isIdeograph(character)) {
        const moved = this.used - this.beforeWord;
        const { token: first, from } = this.word;
        this.line(first, from, 0);
        this.used = moved;
        if (moved + wide > this.width && moved > 0) this.line(token, at, 0);
      } else this.line(token, at, 0);
    }
    this.used += wide;
    if (isSpace || isIdeograph(character)) {
      this.beforeWord = this.used;
      this.word = this.after(token, at + character.length);
    }
  }

  /** A single space hangs over the end of a line; of a run each is a mark that takes its place. */
  private isLoneSpace(at: number): boolean {
    const { text } = this.columns;
    return text[at - 1] !== ' ' && text[at + 1] !== ' ';
  }

  /** The place after a character: the next token's where this one ends. */
  private after(token: number, from: number): { token: number; from: number } {
    const { start, count } = this.columns;
    return { token: start[token + 1] <= from && token + 1 < count ? token + 1 : token, from };
  }

  private line(token: number, from: number, gap: number): void {
    this.token.push(token);
    this.from.push(from);
    this.gap.push(gap);
    this.used = 0;
    this.beforeWord = 0;
    this.word = { token, from };
  }
}

/** The parts of tokens on a line, in order; tokens without text have an empty one. */
export function partsOf(columns: TokenColumns, lines: Lines, line: number): Part[] {
  const { start } = columns;
  const from = lines.from[line];
  const to = lines.from[line + 1];
  const last = lines.token[line + 1];
  const parts: Part[] = [];
  for (let token = lines.token[line]; token <= last && token < columns.count; token++) {
    if (token === last && start[token] >= to) break;
    parts.push({ token, from: Math.max(from, start[token]), to: Math.min(to, start[token + 1]) });
  }
  return parts;
}

/** Over how many tokens the character at a token's end is spread: 1 where it is whole. */
export function sharersOf({ continues, count }: TokenColumns, token: number): number {
  let next = token + 1;
  while (next < count && continues[next]) next++;
  return next - token;
}

/** Pixels of a character that stands over several tokens' fills, each wide enough to be pointed at. */
export function sharedWidth(widths: Widths, character: string, sharers: number): number {
  return Math.max(widths.of(character), sharers * 0.7 * widths.of('0'));
}

/** The line that a token begins on. */
export function lineOf({ token, from, count }: Lines, wanted: number, start: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    // A line that begins within the token is not the one it begins on.
    if (token[middle] < wanted || (token[middle] === wanted && from[middle] <= start)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A code point; half a surrogate pair alone. */
export function characterAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  if (code < 0xd800 || code > 0xdbff) return text[at];
  const next = text.charCodeAt(at + 1);
  return next >= 0xdc00 && next <= 0xdfff ? text.slice(at, at + 2) : text[at];
}

function isIdeograph(character: string): boolean {
  const code = character.codePointAt(0)!;
  if (code < 0x2e80) return false;
  return (
    (code >= 0x2e80 && code <= 0x9fff) ||
    (code >= 0xac00 && code <= 0xd7af) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xff00 && code <= 0xffef) ||
    (code >= 0x20000 && code <= 0x3ffff)
  );
}
