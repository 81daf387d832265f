import type { DumpFormat, FieldPath } from './types';
import {
  NEWLINE,
  QUOTE,
  BACKSLASH,
  OPEN_LIST,
  CLOSE_LIST,
  OPEN_OBJECT,
  CLOSE_OBJECT,
  COMMA,
  COLON,
} from './jsonBytes';

/** One record's place: in the buffer handed over, and in the file. */
export interface RecordPlace {
  /** Readable from `start` to a byte after `end`; valid during the visit only. */
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Of `start`, in the text's bytes. */
  offset: number;
  /** 1 is the first line. */
  line: number;
  /** Nothing ended it but the end of the file. */
  last: boolean;
}

export interface RecordVisitor {
  record(place: RecordPlace): void;
  blank(): void;
  /** A record longer than the limit was passed over. */
  tooLong(offset: number, line: number): void;
}

/** Takes a text in chunks and hands over its records. */
export interface Splitter {
  push(chunk: Uint8Array): void;
  /** Returns whether the text was whole. */
  end(): boolean;
}

/** A record longer than this is skipped: memory stays bounded whatever the file holds. */
export const MAX_RECORD_BYTES = 64 << 20;

export function createSplitter(format: DumpFormat, records: FieldPath, visitor: RecordVisitor): Splitter {
  return format === 'json'
    ? new ElementSplitter(records, visitor)
    : new LineSplitter(visitor, format !== 'jsonl');
}

/** Bytes that are not dealt with yet, in one piece, whatever chunks they came in. */
class Pending {
  bytes = new Uint8Array(1 << 20);
  end = 0;
  /** The file's offset of byte 0. */
  base = 0;

  /** Drops bytes before `keep` and appends the chunk; one byte beyond stays readable. */
  append(chunk: Uint8Array, keep: number): void {
    const rest = this.end - keep;
    const needed = rest + chunk.length + 1;
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      larger.set(this.bytes.subarray(keep, this.end));
      this.bytes = larger;
    } else this.bytes.copyWithin(0, keep, this.end);
    this.bytes.set(chunk, rest);
    this.base += keep;
    this.end = rest + chunk.length;
    this.bytes[this.end] = 0;
  }
}

/** One record per line; with `quotes`, as in CSV, a line goes on while a quote is open. */
class LineSplitter implements Splitter {
  private readonly pending = new Pending();
  private start = 0;
  private line = 1;
  /** Where the search for the next line end goes on. */
  private at = 0;
  private tooLong = false;

  constructor(
    private readonly visitor: RecordVisitor,
    private readonly quotes: boolean,
  ) {}

  push(chunk: Uint8Array): void {
    const { pending } = this;
    pending.append(chunk, this.start);
    this.at -= this.start;
    this.start = 0;
    const { bytes, end } = pending;
    for (;;) {
      const newline = bytes.indexOf(NEWLINE, this.at);
      if (newline < 0 || newline >= end) break;
      this.at = newline + 1;
      if (this.quotes && isQuoteOpen(bytes, this.start, newline)) continue;
      this.emit(newline, false);
      this.start = newline + 1;
    }
    this.at = end;
    if (end - this.start > MAX_RECORD_BYTES) {
      if (!this.tooLong) this.visitor.tooLong(pending.base + this.start, this.line);
      this.tooLong = true;
      this.start = end;
    }
  }

  end(): boolean {
    const { pending } = this;
    pending.append(new Uint8Array(0), this.start);
    this.start = 0;
    if (pending.end > 0) this.emit(pending.end, true);
    return true;
  }

  private emit(end: number, last: boolean): void {
    const { bytes, base } = this.pending;
    const { start, line } = this;
    this.line++;
    if (this.quotes) for (let i = start; i < end; i++) if (bytes[i] === NEWLINE) this.line++;
    if (this.tooLong) {
      this.tooLong = false;
      return;
    }
    let first = start;
    while (first < end && bytes[first] <= 0x20) first++;
    if (first === end) {
      if (!last) this.visitor.blank();
      return;
    }
    while (bytes[end - 1] <= 0x20) end--;
    this.visitor.record({ bytes, start: first, end, offset: base + first, line, last });
  }
}

function isQuoteOpen(bytes: Uint8Array, from: number, to: number): boolean {
  let quotes = 0;
  for (let i = bytes.indexOf(QUOTE, from); i >= 0 && i < to; i = bytes.indexOf(QUOTE, i + 1)) quotes++;
  return quotes % 2 === 1;
}

/** One record per element of a list in a JSON document. */
class ElementSplitter implements Splitter {
  private readonly pending = new Pending();
  private readonly decoder = new TextDecoder();
  private at = 0;
  private line = 1;
  private depth = 0;
  private inString = false;
  /** Keys of the path that lead to where the walk is. */
  private matched = 0;
  /** The last string at the depth of the next key, and whether a colon came after it. */
  private key = '';
  private keyStart = -1;
  private isMatch = true;
  /** Depth inside the list of records; -1 outside. */
  private listDepth = -1;
  private element = -1;
  private elementLine = 1;
  private tooLong = false;
  private closed = false;

  constructor(
    private readonly records: FieldPath,
    private readonly visitor: RecordVisitor,
  ) {}

  push(chunk: Uint8Array): void {
    if (this.closed) return;
    const { pending } = this;
    let keep = this.element >= 0 ? this.element : this.keyStart >= 0 ? this.keyStart : this.at;
    if (this.at - keep > MAX_RECORD_BYTES) {
      if (this.element >= 0) {
        if (!this.tooLong) this.visitor.tooLong(pending.base + this.element, this.elementLine);
        this.tooLong = true;
        this.element = this.at;
      } else this.keyStart = this.at;
      keep = this.at;
    }
    pending.append(chunk, keep);
    this.at -= keep;
    if (this.element >= 0) this.element -= keep;
    if (this.keyStart >= 0) this.keyStart -= keep;
    this.walk();
  }

  end(): boolean {
    if (this.closed) return true;
    if (this.element >= 0 && this.listDepth > 0 && !this.tooLong) this.emit(this.pending.end, true);
    return false;
  }

  private walk(): void {
    const { bytes, end } = this.pending;
    let p = this.at;
    for (; p < end && !this.closed; p++) {
      const c = bytes[p];
      if (this.inString) {
        if (c === BACKSLASH) {
          // The escaped byte may be in the next chunk.
          if (p + 1 >= end) break;
          p++;
        } else if (c === QUOTE) {
          this.inString = false;
          if (this.keyStart >= 0) {
            this.key = this.textOf(this.keyStart, p + 1);
            this.keyStart = -1;
          }
        } else if (c === NEWLINE) this.line++;
        continue;
      }
      if (c <= 0x20) {
        if (c === NEWLINE) this.line++;
        continue;
      }
      const inList = this.depth === this.listDepth;
      if (inList && this.element < 0 && c !== COMMA && c !== CLOSE_LIST) {
        this.element = p;
        this.elementLine = this.line;
      }
      switch (c) {
        case QUOTE:
          this.inString = true;
          if (this.listDepth < 0 && this.depth === this.matched + 1) this.keyStart = p;
          break;
        case COLON:
          if (this.listDepth < 0 && this.depth === this.matched + 1)
            this.isMatch = this.key === this.records[this.matched];
          break;
        case COMMA:
          if (inList && this.element >= 0) this.emit(p, false);
          if (this.depth === this.matched + 1) this.isMatch = false;
          break;
        case OPEN_OBJECT:
        case OPEN_LIST:
          this.open(c);
          break;
        case CLOSE_OBJECT:
        case CLOSE_LIST:
          if (inList) {
            if (this.element >= 0) this.emit(p, false);
            this.closed = true;
          } else if (this.listDepth < 0 && this.depth === this.matched + 1 && this.matched > 0)
            this.matched--;
          this.depth--;
          break;
      }
    }
    this.at = p;
  }

  private open(c: number): void {
    // At the root the value itself matches; below, the value of the path's next key.
    const atPath =
      this.listDepth < 0 && this.isMatch && (this.depth === 0 || this.depth === this.matched + 1);
    this.depth++;
    if (!atPath) return;
    this.isMatch = false;
    const keysLeft = this.records.length - this.matched - (this.depth > 1 ? 1 : 0);
    if (c === OPEN_LIST && keysLeft === 0) this.listDepth = this.depth;
    else if (c === OPEN_OBJECT && this.depth > 1 && keysLeft > 0) this.matched++;
  }

  private emit(end: number, last: boolean): void {
    const { bytes, base } = this.pending;
    const start = this.element;
    this.element = -1;
    if (this.tooLong) {
      this.tooLong = false;
      return;
    }
    while (end > start && bytes[end - 1] <= 0x20) end--;
    this.visitor.record({ bytes, start, end, offset: base + start, line: this.elementLine, last });
  }

  private textOf(from: number, to: number): string {
    const text = this.decoder.decode(this.pending.bytes.subarray(from, to));
    try {
      return JSON.parse(text) as string;
    } catch {
      return text;
    }
  }
}
