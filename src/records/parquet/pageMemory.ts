/**
 * Memory that one page after the other is unpacked to: pages of DuckDB have tens of megabytes, and new memory costs
 * about as much as what is written to it.
 */
export class PageMemory {
  private buffer = new ArrayBuffer(0);

  /** Valid until the next is taken; not emptied. */
  take(bytes: number): Uint8Array<ArrayBuffer> {
    // Let go of the old first.
    if (this.buffer.byteLength < bytes) {
      this.buffer = new ArrayBuffer(0);
      this.buffer = new ArrayBuffer(8 * Math.ceil(bytes / 8));
    }
    return new Uint8Array(this.buffer, 0, bytes);
  }
}

/** Of one column, through all groups of a file. */
export class ColumnMemory {
  readonly packed = new PageMemory();
  readonly unpacked = new PageMemory();
  readonly repetition = new PageMemory();
  readonly definition = new PageMemory();
}
