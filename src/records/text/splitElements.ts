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
import { OtherRecords } from '../otherRecords';
import { Pending } from './pending';
import { MAX_RECORD_BYTES, type RecordVisitor, type Splitter } from './splitter';
import type { FieldPath } from '../types';

/**
 * One record per element of a list in a JSON document, or per member of an object, the key included. Of several documents one after
 * the other, as a script that appends to a file writes them, each has its list in the same place.
 */
export class ElementSplitter implements Splitter {
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
  /** The list of a document has ended, and the document goes on. */
  private isPast = false;
  private lists = 0;
  /** What may be records beside the list, until some are found. */
  private others?: OtherRecords;

  constructor(
    private readonly records: FieldPath,
    /** The bracket that opens what holds the records. */
    private readonly bracket: number,
    private readonly visitor: RecordVisitor,
  ) {
    if (visitor.isOther) this.others = new OtherRecords();
  }

  push(chunk: Uint8Array): void {
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
    keep = Math.min(keep, this.others?.wantedFrom(this.at) ?? keep);
    pending.append(chunk, keep);
    this.at -= keep;
    if (this.element >= 0) this.element -= keep;
    if (this.keyStart >= 0) this.keyStart -= keep;
    this.others?.moved(keep);
    this.walk();
  }

  end(): boolean {
    // A further document may end before its list.
    if (this.listDepth < 0 && this.lists > 0) return this.isPast || this.depth === 0;
    if (this.element >= 0 && this.listDepth > 0 && !this.tooLong) this.emit(this.pending.end, true);
    return false;
  }

  private walk(): void {
    while (this.at < this.pending.end) {
      if (this.inString) {
        if (!this.passString()) return;
      } else if (this.isPast) this.passRest();
      else if (this.listDepth < 0) this.seekList();
      else if (this.depth > this.listDepth) this.passInside();
      else this.passBetween();
    }
  }

  /** To behind the closing quote; false where the byte that a backslash escapes is in the next chunk. */
  private passString(): boolean {
    const { bytes, end } = this.pending;
    let p = this.at;
    for (; p < end; p++) {
      const c = bytes[p];
      if (c === QUOTE) {
        this.inString = false;
        this.at = p + 1;
        if (this.keyStart >= 0) this.key = this.textOf(this.keyStart, this.at);
        this.keyStart = -1;
        return true;
      }
      if (c === BACKSLASH) {
        if (p + 1 === end) break;
        p++;
      } else if (c === NEWLINE) this.line++;
    }
    this.at = p;
    return p === end;
  }

  /** Along the path, to behind the bracket that opens the list of records. */
  private seekList(): void {
    const { bytes, end } = this.pending;
    for (let p = this.at; p < end; p++) {
      const c = bytes[p];
      this.at = p + 1;
      if (c === NEWLINE) this.line++;
      else if (c === QUOTE) {
        this.inString = true;
        if (this.isAtKey()) this.keyStart = p;
        return;
      } else if (c === COLON) {
        if (this.isAtKey()) this.isMatch = this.key === this.records[this.matched];
      } else if (c === COMMA) {
        if (this.isAtKey()) this.isMatch = false;
      } else if (c === OPEN_OBJECT || c === OPEN_LIST) {
        this.open(c);
        if (this.listDepth >= 0) return;
      } else if (c === CLOSE_OBJECT || c === CLOSE_LIST) {
        if (this.isAtKey() && this.matched > 0) this.matched--;
        this.depth--;
        if (this.depth <= 0) this.expectDocument();
      }
    }
  }

  /** Whether the keys here are those of the path's next step. */
  private isAtKey(): boolean {
    return this.depth === this.matched + 1;
  }

  /** Inside a record's own brackets, where nearly all bytes are: only depth counts. */
  private passInside(): void {
    const { bytes, end } = this.pending;
    const { listDepth } = this;
    let { depth, line } = this;
    let p = this.at;
    while (p < end && depth > listDepth) {
      const c = bytes[p++];
      if (c === QUOTE) {
        this.inString = true;
        break;
      }
      if (c === NEWLINE) line++;
      else if (c < OPEN_LIST) continue;
      else if (c === OPEN_OBJECT || c === OPEN_LIST) depth++;
      else if (c === CLOSE_OBJECT || c === CLOSE_LIST) depth--;
    }
    this.at = p;
    this.depth = depth;
    this.line = line;
  }

  /** Between the brackets of records, up to the next. */
  private passBetween(): void {
    const { bytes, end } = this.pending;
    for (let p = this.at; p < end; p++) {
      const c = bytes[p];
      this.at = p + 1;
      if (c === NEWLINE) this.line++;
      if (c <= 0x20) continue;
      if (c === COMMA || c === CLOSE_LIST || c === CLOSE_OBJECT) {
        if (this.element >= 0) this.emit(p, false);
        if (c === COMMA) continue;
        this.endList();
        return;
      }
      if (this.element < 0) {
        this.element = p;
        this.elementLine = this.line;
      }
      if (c === QUOTE) this.inString = true;
      else if (c === OPEN_OBJECT || c === OPEN_LIST) this.depth++;
      else continue;
      return;
    }
  }

  private endList(): void {
    this.depth = this.listDepth - 1;
    this.listDepth = -1;
    this.lists++;
    this.isPast = this.depth > 0;
    this.others?.begin(this.records);
    if (!this.isPast) this.expectDocument();
  }

  /** To the end of the document whose list was read. */
  private passRest(): void {
    const { bytes, end } = this.pending;
    while (this.at < end) {
      const p = this.at++;
      const c = bytes[p];
      if (c === QUOTE) {
        this.inString = true;
        if (this.others?.mayBeKey(this.depth)) this.keyStart = p;
        return;
      }
      if (c === NEWLINE) this.line++;
      else if (c === COLON) this.others?.named(this.depth, this.key);
      else if (c === COMMA) this.others?.next();
      else if (c === OPEN_OBJECT || c === OPEN_LIST) {
        this.depth++;
        this.others?.opened(c, p, this.depth);
      } else if (c === CLOSE_OBJECT || c === CLOSE_LIST) {
        this.lookForOthers();
        if (--this.depth > 0) continue;
        this.isPast = false;
        this.expectDocument();
        return;
      }
    }
  }

  /** Asks about an object that ends here whether it is a record of another list. */
  private lookForOthers(): void {
    const object = this.others?.closed(this.depth);
    if (
      object &&
      this.visitor.isOther!(
        object.path,
        this.decoder.decode(this.pending.bytes.subarray(object.start, this.at)),
      )
    )
      this.others = undefined;
  }

  private expectDocument(): void {
    this.depth = this.matched = 0;
    this.isMatch = true;
  }

  private open(c: number): void {
    // At the root the value itself matches; below, the value of the path's next key.
    const atPath = this.isMatch && (this.depth === 0 || this.isAtKey());
    this.depth++;
    if (!atPath) return;
    this.isMatch = false;
    const keysLeft = this.records.length - this.matched - (this.depth > 1 ? 1 : 0);
    if (c === this.bracket && keysLeft === 0) this.listDepth = this.depth;
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
