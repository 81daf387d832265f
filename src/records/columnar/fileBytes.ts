import * as l10n from '@vscode/l10n';
/** A file read by ranges. */
export interface FileBytes {
  readonly size: number;
  /** @param into memory of that length that may take them; nobody else's until it is given again */
  slice(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array>;
}

/** Bytes read at once where little is asked for. */
const WINDOW = 1 << 18;

/** Reads on in a part of a file: small ranges that follow each other come from one window of bytes. */
export class ByteWindow {
  private bytes: Uint8Array = new Uint8Array(0);
  private start = 0;

  /**
   * @param end of the part, in the file's bytes
   * @param memory where they are
   */
  constructor(
    private readonly file: FileBytes,
    readonly end: number,
    private readonly memory?: { take(bytes: number): Uint8Array },
  ) {}

  /** Throws where the part ends sooner. The bytes are valid until others are asked for. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.end && this.end <= this.file.size))
      throw new Error(
        l10n.t(
          'expected {0} bytes at {1}, but the data ends at {2}',
          length,
          offset,
          Math.min(this.end, this.file.size),
        ),
      );
    const at = offset - this.start;
    if (at < 0 || at + length > this.bytes.length) {
      const size = Math.max(length, Math.min(WINDOW, this.end - offset));
      // Let go of the old bytes first: a page may be as large as memory allows.
      this.bytes = new Uint8Array(0);
      this.bytes = await this.file.slice(offset, size, this.memory?.take(size));
      this.start = offset;
      if (this.bytes.length < length)
        throw new Error(l10n.t('the file ends inside the {0} bytes at {1}', length, offset));
    }
    return this.bytes.subarray(offset - this.start, offset - this.start + length);
  }

  /** At most so many bytes, fewer at the end. */
  peek(offset: number, most: number): Promise<Uint8Array> {
    return this.read(offset, Math.min(most, this.end - offset));
  }
}
