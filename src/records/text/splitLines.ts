import { NEWLINE } from './jsonBytes';
import { Pending } from './pending';
import { MAX_RECORD_BYTES, type RecordVisitor, type Splitter } from './splitter';

const COMMA = 0x2c;
const CLOSE = 0x7d;

/** One record per line. */
export class LineSplitter implements Splitter {
  private readonly pending: Pending;
  private start = 0;
  private line = 1;
  /** Where the search for the next line end goes on. */
  private at = 0;
  private tooLong = false;

  /** @param offset of the first byte in the text */
  constructor(
    private readonly visitor: RecordVisitor,
    offset = 0,
  ) {
    this.pending = new Pending(offset);
  }

  /** How many lines have ended. */
  get lines(): number {
    return this.line - 1;
  }

  push(chunk: Uint8Array): void {
    const { pending } = this;
    pending.append(chunk, this.start);
    this.at -= this.start;
    this.start = 0;
    const { end } = pending;
    const filled = pending.bytes.subarray(0, end);
    for (;;) {
      if (this.at === this.start && !this.tooLong) this.takeRun(end);
      const newline = filled.indexOf(NEWLINE, this.at);
      if (newline < 0) break;
      this.at = newline + 1;
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
    if (pending.end > this.start) this.emit(pending.end, true);
    return true;
  }

  /** Lines that the visitor reads at once. */
  private takeRun(end: number): void {
    const { visitor, pending } = this;
    const lines = visitor.run?.(pending.bytes, this.start, end, pending.base, this.line) ?? 0;
    if (lines === 0) return;
    this.line += lines;
    this.start = this.at = visitor.ranTo!();
  }

  private emit(end: number, last: boolean): void {
    const { bytes, base } = this.pending;
    const line = this.line++;
    if (this.tooLong) {
      this.tooLong = false;
      return;
    }
    let first = this.start;
    while (first < end && bytes[first] <= 0x20) first++;
    if (first === end) {
      if (!last) this.visitor.blank();
      return;
    }
    while (bytes[end - 1] <= 0x20) end--;
    // Lines cut out of a list keep its commas.
    if (bytes[end - 1] === COMMA && bytes[end - 2] === CLOSE) end--;
    this.visitor.record({ bytes, start: first, end, offset: base + first, line, last });
  }
}
