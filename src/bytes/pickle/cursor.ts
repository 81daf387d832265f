import * as l10n from '@vscode/l10n';
import type { ByteSource } from '../byteSource';
import { PickleError } from './errors';
import { MAX_INLINE } from './limits';

const WINDOW = 1 << 16;

/** Reads a source from front to back through a window; what is skipped is never read. */
export class Cursor {
  private bytes: Uint8Array = new Uint8Array(0);
  private view = new DataView(this.bytes.buffer);
  /** Where the window begins in the source, and the cursor in the window. */
  private start = 0;
  private at = 0;

  constructor(
    private readonly source: ByteSource,
    position = 0,
  ) {
    this.start = position;
  }

  get position(): number {
    return this.start + this.at;
  }

  /** Whether this many bytes, or all that are left, lie in the window. */
  ready(count: number): boolean {
    return this.at + count <= this.bytes.length || this.start + this.bytes.length >= this.source.size;
  }

  async load(count: number): Promise<void> {
    const { position } = this;
    const length = Math.min(Math.max(count, WINDOW), this.source.size - position);
    this.bytes = await this.source.read(position, length);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, length);
    this.start = position;
    this.at = 0;
  }

  /** The next bytes, which are ready. */
  take(count: number): Uint8Array {
    return this.bytes.subarray(this.at, this.advance(count) + count);
  }

  skip(count: number): void {
    if (this.position + count > this.source.size) ended();
    this.at += count;
    if (this.at <= this.bytes.length) return;
    this.start = this.position;
    this.at = 0;
    this.bytes = new Uint8Array(0);
  }

  byte(): number {
    return this.view.getUint8(this.advance(1));
  }

  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  int32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  /** The nearest float64 of numbers beyond 2^53. */
  uint64(): number {
    return Number(this.view.getBigUint64(this.advance(8), true));
  }

  /** Big-endian, as pickles have it. */
  float64(): number {
    return this.view.getFloat64(this.advance(8));
  }

  /** To the end of the line, which is passed, where all of it lies in the window. */
  readyLine(): Uint8Array | undefined {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0 || end - this.at > MAX_INLINE) return undefined;
    const line = this.bytes.subarray(this.at, end);
    this.at = end + 1;
    return line;
  }

  /** To the end of the line, which is passed; a line longer than what is held comes without its bytes. */
  async line(): Promise<{ offset: number; length: number; bytes?: Uint8Array }> {
    const offset = this.position;
    for (;;) {
      if (!this.ready(1)) await this.load(1);
      const end = this.bytes.indexOf(0x0a, this.at);
      if (end >= 0) {
        const length = this.start + end - offset;
        const begin = offset - this.start;
        this.at = end + 1;
        if (length > MAX_INLINE) return { offset, length };
        // A line that begins before the window is read once more.
        const bytes = begin >= 0 ? this.bytes.subarray(begin, end) : await this.source.read(offset, length);
        return { offset, length, bytes };
      }
      this.skip(this.bytes.length - this.at);
      if (this.position >= this.source.size) ended();
    }
  }

  private advance(count: number): number {
    const { at } = this;
    if (at + count > this.bytes.length) ended();
    this.at += count;
    return at;
  }
}

function ended(): never {
  throw new PickleError(l10n.t('the pickle is truncated: it ends in the middle of an instruction'));
}
