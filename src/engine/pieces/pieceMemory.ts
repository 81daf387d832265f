/** Memory that went with pieces to another thread and has come back: new memory costs more than what is written to it. */
export class PieceMemory {
  private readonly spare: ArrayBuffer[] = [];

  give(buffers: readonly ArrayBuffer[]): void {
    // Columns of integers may have come cut to their length, in which no array of doubles would fit exactly.
    this.spare.push(...buffers.filter(({ byteLength }) => byteLength % 8 === 0));
  }

  /** The smallest that is large enough, unless much of it would stand empty. */
  take(bytes: number): ArrayBuffer {
    let best = -1;
    this.spare.forEach(({ byteLength }, at) => {
      const fits = byteLength >= bytes && byteLength <= 2 * bytes;
      if (fits && (best < 0 || byteLength < this.spare[best].byteLength)) best = at;
    });
    return best < 0 ? new ArrayBuffer(8 * Math.ceil(bytes / 8)) : this.spare.splice(best, 1)[0];
  }

  /** Lets go of what nothing was taken of: pieces that follow need no other memory. */
  clear(): void {
    this.spare.length = 0;
  }
}
