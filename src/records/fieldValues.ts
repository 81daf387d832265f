/** Numbers of one field: a number is one row of one, a list one row, lists of lists several rows. */
export class FieldValues {
  data = new Float64Array(1024);
  count = 0;
  /** 0 for a number, 1 for a list, 2 for lists in a list; -1 while nothing was read. */
  rank = -1;
  rows = 0;
  /** Numbers per row. */
  width = 0;
  /** A text in place of a number: a label's class name. */
  text: string | undefined;
  /** Class names in a list. */
  texts: string[] = [];
  nulls = 0;
  /** How often the field stood in the record. */
  seen = 0;

  reset(): void {
    this.count = 0;
    this.rank = -1;
    this.rows = 0;
    this.width = 0;
    this.text = undefined;
    if (this.texts.length > 0) this.texts = [];
    this.nulls = 0;
  }

  /** Nothing stands in the field: an empty list, or a field of CSV without text. */
  get isEmpty(): boolean {
    return this.count === 0 && this.text === undefined && this.texts.length === 0;
  }

  push(value: number): void {
    if (this.count === this.data.length) this.grow(this.count + 1);
    this.data[this.count++] = value;
  }

  /** The first `count` of `from`. */
  append(from: Float64Array, count: number): void {
    if (count === 0) return;
    if (this.count + count > this.data.length) this.grow(this.count + count);
    this.data.set(from.subarray(0, count), this.count);
    this.count += count;
  }

  private grow(needed: number): void {
    const larger = new Float64Array(Math.max(needed, this.data.length * 2));
    larger.set(this.data.subarray(0, this.count));
    this.data = larger;
  }
}
