/** Bytes that are not dealt with yet, in one piece, whatever chunks they came in. */
export class Pending {
  bytes = new Uint8Array(1 << 20);
  end = 0;

  /** @param base the text's offset of byte 0 */
  constructor(public base = 0) {}

  /** Drops bytes before `keep` and appends the chunk; one byte beyond stays readable. */
  append(chunk: Uint8Array, keep: number): void {
    const rest = this.end - keep;
    const needed = rest + chunk.length + 1;
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      larger.set(this.bytes.subarray(keep, this.end));
      this.bytes = larger;
    } else if (keep > 0) this.bytes.copyWithin(0, keep, this.end);
    this.bytes.set(chunk, rest);
    this.base += keep;
    this.end = rest + chunk.length;
    this.bytes[this.end] = 0;
  }
}
