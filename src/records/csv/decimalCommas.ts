import * as l10n from '@vscode/l10n';
import { headOf, type Utf8Source } from '../source';

/** Bytes of a table, and lines of it, by which its numbers are told. */
const HEAD = 1 << 16;
const MOST_LINES = 50;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const TAB = 0x09;
const QUOTE = 0x22;
const COMMA = 0x2c;
const POINT = 0x2e;
const SEMICOLON = 0x3b;

/**
 * Tables as spreadsheets of many languages write them, semicolons or tabs between numbers with a decimal comma: the same
 * bytes with points in those numbers, in their places. Any other source as it is.
 */
export async function withPoints(source: Utf8Source): Promise<Utf8Source> {
  if (!/\.(?:csv|tsv)(?:\.gz)?$/i.test(source.name)) return source;
  const head = new TextDecoder().decode(await headOf(source, HEAD));
  const isQuoted = hasQuotedCommas(head);
  if (!isQuoted && !hasDecimalCommas(head)) return source;
  return {
    name: source.name,
    size: source.size,
    encoding: source.encoding ?? l10n.t('written with decimal commas'),
    chunks: (signal, read, part) => pointed(source.chunks(signal, read, part), isQuoted),
    slice:
      source.slice &&
      (async (offset, length) => new Points(isQuoted).in(await source.slice!(offset, length))),
  };
}

const linesOf = (head: string): string[] => head.trimStart().split('\n', MOST_LINES + 1);

/** A field in quotes that is one number with a comma, or several with one between each. */
const QUOTED = /(?:^|,)\s*"([-+]?\d+(?:,\d+)*(?:[eE][-+]?\d+)?)"\s*(?=,|\r?$)/g;
/** Digits behind a comma in pairs of class IDs, and in a number that is grouped by thousands. */
const FEW_DIGITS = 3;

/**
 * Whether fields between commas are numbers in quotes with a comma, `"0,53","1,2"`: neither lists of numbers nor thousands. Where a
 * line has no two of them, as of IDs, only many digits tell.
 */
function hasQuotedCommas(head: string): boolean {
  const [header, ...lines] = linesOf(head);
  if (!header.includes(',') || /[;\t]/.test(header)) return false;
  let isTold = false;
  for (const line of lines) {
    const commas = Array.from(line.matchAll(QUOTED), ([, field]) => field.split(',').slice(1));
    const numbers = commas.filter(({ length }) => length > 0);
    if (numbers.some(({ length }) => length > 1) || /(?:^|[,"])[-+]?\d+\.\d+(?=[,"\r]|$)/.test(line))
      return false;
    const digits = numbers.map(([fraction]) => /^\d*/.exec(fraction)![0].length);
    isTold ||= digits.some((count) => count > FEW_DIGITS);
    isTold ||= digits.length > 1 && digits.some((count) => count !== FEW_DIGITS);
  }
  return isTold;
}

/** Whether fields between semicolons or tabs are numbers with a comma, and none with a point. */
function hasDecimalCommas(head: string): boolean {
  const lines = linesOf(head);
  const delimiter = lines[0].includes(';') ? ';' : '\t';
  if (!lines[0].includes(delimiter)) return false;
  const fields = lines.slice(1).flatMap((line) => line.split(delimiter));
  const written = fields.map((field) => /^\s*"?[-+]?\d+([.,])\d+(?:[eE][-+]?\d+)?"?\s*$/.exec(field)?.[1]);
  return written.includes(',') && !written.includes('.');
}

async function* pointed(chunks: AsyncIterable<Uint8Array>, isQuoted: boolean): AsyncIterable<Uint8Array> {
  const points = new Points(isQuoted);
  for await (const chunk of chunks) yield points.in(chunk);
}

/** What was read of a field: nothing but its sign, digits, what follows a comma, or something that is no number. */
const enum Field {
  START,
  DIGITS,
  FRACTION,
  TEXT,
}

/** Turns commas into points in fields that are numbers, as far as a chunk shows them. */
class Points {
  private field = Field.START;
  /** In quotes; what stands outside of them is no number with a comma where only those in quotes are. */
  private isOpen = false;

  /** @param isQuoted whether commas outside quotes delimit fields */
  constructor(private readonly isQuoted: boolean) {}

  /** A copy: chunks are others' memory. */
  in(chunk: Uint8Array): Uint8Array {
    const bytes = chunk.slice();
    let comma = -1;
    for (let at = 0; at < bytes.length; at++) {
      const c = bytes[at];
      // A line begins anew wherever reading began.
      if (c === NEWLINE) this.isOpen = false;
      else if (c === QUOTE) this.isOpen = !this.isOpen;
      if (this.isQuoted && ((c === QUOTE && this.isOpen) || (c === COMMA && !this.isOpen))) {
        this.field = Field.START;
        comma = -1;
      } else if (c === SEMICOLON || c === TAB || c === NEWLINE || c === RETURN) {
        this.field = Field.START;
        comma = -1;
      } else if (c === COMMA && this.field === Field.DIGITS) {
        bytes[at] = POINT;
        comma = at;
        this.field = Field.FRACTION;
      } else {
        this.field = next(this.field, c);
        // No number after all: a text keeps its comma.
        if (this.field === Field.TEXT && comma >= 0) {
          bytes[comma] = COMMA;
          comma = -1;
        }
      }
    }
    return bytes;
  }
}

function next(field: Field, c: number): Field {
  const isDigit = c >= 0x30 && c <= 0x39;
  const isSpace = c === 0x20 || c === QUOTE;
  const isSign = c === 0x2b || c === 0x2d;
  switch (field) {
    case Field.START:
      return isDigit ? Field.DIGITS : isSpace || isSign ? Field.START : Field.TEXT;
    case Field.DIGITS:
      return isDigit ? Field.DIGITS : Field.TEXT;
    case Field.FRACTION:
      return isDigit || isSpace || isSign || (c | 0x20) === 0x65 ? Field.FRACTION : Field.TEXT;
    default:
      return Field.TEXT;
  }
}
