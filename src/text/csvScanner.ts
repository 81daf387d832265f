const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;

const enum State {
  /** The record before has ended, or none began. */
  Between,
  FieldStart,
  Plain,
  Quoted,
  /** After a quote inside a quoted field: it closes the field, or the next doubles it. */
  QuoteInQuoted,
}

/** Fields whose places are kept; those beyond are only counted. */
export const MAX_FIELDS = 1 << 20;

/**
 * Reads delimited text as Python's `csv.reader` does with `skipinitialspace`: a quote opens a quoted field only where
 * the field starts; inside, a doubled quote is one and line ends are text; CR, LF and CRLF end a record. Works on bytes
 * in pieces of any size and goes over each once. Any encoding will do that has ASCII as single bytes.
 */
export class CsvScanner {
  /** Where the current record starts, in the bytes handed over. */
  start = 0;
  /** Where it ends, its line end excluded. */
  end = 0;
  /** Where scanning goes on. */
  at = 0;
  /** How many fields the record has. */
  count = 0;
  /** The line on which the record starts; 1 is the first. */
  line = 1;

  private state = State.Between;
  /** Starts and ends of the fields from the record's start, quotes included. */
  private bounds = new Int32Array(64);
  private fieldStart = 0;
  private linesInside = 0;
  private afterReturn = false;

  /** One comparison tells most bytes of numbers from delimiters and line ends. */
  private readonly plainAbove: number;

  constructor(readonly delimiter: number) {
    this.plainAbove = Math.max(delimiter, CARRIAGE_RETURN);
  }

  /** Whether the text so far ends inside a quoted field. */
  get isQuoteOpen(): boolean {
    return this.state === State.Quoted;
  }

  /** How many lines have ended. */
  get lines(): number {
    return this.line - 1 + this.linesInside;
  }

  /** The next line is line 1. */
  countFromHere(): void {
    this.line = 1 - this.linesInside;
  }

  /** Goes on up to byte `to`; true where a record has ended. */
  next(bytes: Uint8Array, to: number): boolean {
    if (this.state === State.Between && !this.begin(bytes, to)) return false;
    while (this.at < to) {
      switch (this.state) {
        case State.FieldStart:
          this.startField(bytes, to);
          break;
        case State.Quoted:
          this.passQuoted(bytes, to);
          break;
        case State.QuoteInQuoted:
          if (bytes[this.at] === QUOTE) {
            this.state = State.Quoted;
            this.at++;
          } else this.state = State.Plain;
          break;
        default:
          if (this.passPlain(bytes, to)) return true;
      }
    }
    return false;
  }

  /** Where the next record starts, to be read elsewhere; −1 where one has begun. */
  startOfNext(bytes: Uint8Array, to: number): number {
    if (this.state !== State.Between) return -1;
    this.toNext(bytes, to);
    return this.at;
  }

  /** Passes over whole lines of nothing but spaces where a record would begin; returns how many they are. */
  passBlank(bytes: Uint8Array, to: number): number {
    if (this.startOfNext(bytes, to) < 0) return 0;
    let lines = 0;
    let behind = this.at;
    for (let p = this.at; p < to; p++) {
      const c = bytes[p];
      if (c > SPACE) break;
      if (c === SPACE) continue;
      if (c !== LINE_FEED && c !== CARRIAGE_RETURN) break;
      if (c === CARRIAGE_RETURN) {
        // Its line feed may be in the next piece.
        if (p + 1 === to) break;
        if (bytes[p + 1] === LINE_FEED) p++;
      }
      lines++;
      behind = p + 1;
    }
    this.pass(behind, lines);
    return lines;
  }

  /** Goes on at a byte, where records before it were read elsewhere. */
  pass(at: number, lines: number): void {
    this.at = this.start = at;
    this.line += lines;
  }

  /** Ends the text; true where a last record stands that no line end closed. */
  finish(): boolean {
    if (this.state === State.Between || this.at === this.start) return false;
    if (this.state === State.FieldStart) this.fieldStart = this.at - this.start;
    this.endRecord(this.at);
    return true;
  }

  /** The bytes were moved forward by so many. */
  shift(by: number): void {
    this.start -= by;
    this.end -= by;
    this.at -= by;
  }

  /** Lets the record begin where scanning is: what came before need not be kept. */
  dropFields(): void {
    this.start = this.at;
    this.count = 0;
    this.fieldStart = 0;
  }

  /** Where a field starts in the bytes, its quote included. */
  startOf(field: number): number {
    return this.start + this.bounds[2 * field];
  }

  endOf(field: number): number {
    return this.start + this.bounds[2 * field + 1];
  }

  private toNext(bytes: Uint8Array, to: number): void {
    this.line += this.linesInside;
    this.linesInside = 0;
    if (this.afterReturn && this.at < to) {
      if (bytes[this.at] === LINE_FEED) this.at++;
      this.afterReturn = false;
    }
    this.start = this.at;
  }

  private begin(bytes: Uint8Array, to: number): boolean {
    this.toNext(bytes, to);
    if (this.at >= to) return false;
    this.count = 0;
    this.state = State.FieldStart;
    return true;
  }

  private startField(bytes: Uint8Array, to: number): void {
    let p = this.at;
    while (p < to && bytes[p] === SPACE) p++;
    this.at = p;
    if (p === to) return;
    this.fieldStart = p - this.start;
    if (bytes[p] === QUOTE) {
      this.state = State.Quoted;
      this.at++;
    } else this.state = State.Plain;
  }

  private passQuoted(bytes: Uint8Array, to: number): void {
    let p = this.at;
    for (; p < to; p++) {
      const c = bytes[p];
      if (c === QUOTE) {
        this.state = State.QuoteInQuoted;
        this.afterReturn = false;
        this.at = p + 1;
        return;
      }
      if (c === CARRIAGE_RETURN || (c === LINE_FEED && !this.afterReturn)) this.linesInside++;
      this.afterReturn = c === CARRIAGE_RETURN;
    }
    this.at = p;
  }

  /** Plain fields, one after the other; true where the record ends. */
  private passPlain(bytes: Uint8Array, to: number): boolean {
    const { delimiter, start, plainAbove } = this;
    let { at: p, count, fieldStart } = this;
    let bounds = this.roomFor(count);
    for (;;) {
      let c = 0;
      while (
        p < to &&
        ((c = bytes[p]) > plainAbove || (c !== delimiter && c !== LINE_FEED && c !== CARRIAGE_RETURN))
      )
        p++;
      if (p === to || c !== delimiter) break;
      if (2 * count === bounds.length) bounds = this.roomFor(count);
      bounds[2 * count] = fieldStart;
      bounds[2 * count + 1] = p - start;
      count++;
      fieldStart = ++p - start;
      // A blank or a quote, which may open the next field.
      if (p === to || bytes[p] <= QUOTE) {
        this.state = State.FieldStart;
        break;
      }
    }
    this.at = p;
    this.count = count;
    this.fieldStart = fieldStart;
    if (p === to || this.state === State.FieldStart) return false;
    this.afterReturn = bytes[p] === CARRIAGE_RETURN;
    this.endRecord(p);
    this.linesInside++;
    this.at = p + 1;
    return true;
  }

  private endRecord(p: number): void {
    const { count } = this;
    const bounds = this.roomFor(count);
    bounds[2 * count] = this.fieldStart;
    bounds[2 * count + 1] = p - this.start;
    this.count++;
    this.end = p;
    this.state = State.Between;
  }

  /** Bounds that take one more field. Those beyond MAX_FIELDS are written nowhere: typed arrays ignore them. */
  private roomFor(count: number): Int32Array {
    if (2 * count >= this.bounds.length && count < MAX_FIELDS) {
      const larger = new Int32Array(Math.min(4 * count, 2 * MAX_FIELDS));
      larger.set(this.bounds);
      this.bounds = larger;
    }
    return this.bounds;
  }
}

/** A field's text, from its text with the quotes. What follows the closing quote belongs to it, as in Python. */
export function unquoted(field: string): string {
  if (!field.startsWith('"')) return field;
  let text = '';
  for (let at = 1; ;) {
    const quote = field.indexOf('"', at);
    if (quote < 0) return text + field.slice(at);
    text += field.slice(at, quote);
    if (field[quote + 1] !== '"') return text + field.slice(quote + 1);
    text += '"';
    at = quote + 2;
  }
}
