/**
 * Memory that one page after the other is unpacked to: pages of DuckDB have tens of megabytes, and new memory costs about
 * as much as what is written to it. Two by turns, since the last record of a page may go on in the next.
 */
export class PageMemory {
  private readonly buffers = [new ArrayBuffer(0), new ArrayBuffer(0)];
  private turn = 0;

  /** Valid until the next but one is taken; not emptied. */
  take(bytes: number): Uint8Array<ArrayBuffer> {
    this.turn ^= 1;
    if (this.buffers[this.turn].byteLength < bytes)
      this.buffers[this.turn] = new ArrayBuffer(8 * Math.ceil(bytes / 8));
    return new Uint8Array(this.buffers[this.turn], 0, bytes);
  }
}

/** Of one column, through all groups of a file. */
export class ColumnMemory {
  readonly unpacked = new PageMemory();
  readonly aligned = new PageMemory();
  readonly repetition = new PageMemory();
  readonly definition = new PageMemory();
}
