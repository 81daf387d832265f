/**
 * Rows of 32-bit whole numbers in one buffer that grows, fourfold because memory that is never written to costs nothing:
 * what would be millions of small objects.
 */
export class IntRows {
  data: Int32Array;
  count = 0;

  constructor(readonly width: number) {
    this.data = new Int32Array(256 * width);
  }

  /** Makes room for one more row; the caller fills the `width` cells from the place returned. */
  add(): number {
    const at = this.count++ * this.width;
    if (at === this.data.length) {
      const grown = new Int32Array(at * 4);
      grown.set(this.data);
      this.data = grown;
    }
    return at;
  }
}
