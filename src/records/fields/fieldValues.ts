/** What holds numbers as they are. */
export type Numbers =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

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
  /** Numbers stood there as texts. */
  inTexts = false;
  /** How often the field stood in the record. */
  seen = 0;
  /** Where the rows of a list of lists end, while they differ in length. */
  private ends: number[] = [];

  reset(): void {
    this.count = 0;
    this.rank = -1;
    this.rows = 0;
    this.width = 0;
    this.text = undefined;
    if (this.texts.length > 0) this.texts = [];
    this.nulls = 0;
    this.inTexts = false;
    if (this.ends.length > 0) this.ends = [];
  }

  /** Nothing stands in the field: an empty list, or a field of CSV without text. */
  get isEmpty(): boolean {
    return this.count === 0 && this.text === undefined && this.texts.length === 0;
  }

  /** Ends a row of a list of lists. */
  endRow(): void {
    const start = this.ends.at(-1) ?? this.rows * this.width;
    const width = this.count - start;
    if (this.rows === 0) this.width = width;
    else if (this.ends.length > 0 || width !== this.width) {
      // Up to here all rows were of one width.
      if (this.ends.length === 0) for (let row = 1; row <= this.rows; row++) this.ends.push(row * this.width);
      this.ends.push(this.count);
    }
    this.rows++;
  }

  /** The lists of a list differ in length. */
  get isRagged(): boolean {
    return this.ends.length > 0;
  }

  /** Where the rows of ragged lists start and end. */
  raggedRows(): [start: number, end: number][] {
    return this.ends.map((end, row) => [row === 0 ? 0 : this.ends[row - 1], end]);
  }

  /** A row that stands in the record as a list. */
  take(list: readonly (number | null | string)[]): void {
    for (const item of list) {
      if (typeof item === 'string') this.texts.push(item);
      else {
        if (item === null) this.nulls++;
        this.push(item ?? NaN);
      }
    }
    this.rank = this.rows = 1;
    this.width = list.length;
  }

  push(value: number): void {
    if (this.count === this.data.length) this.grow(this.count + 1);
    this.data[this.count++] = value;
  }

  /** The first `count` of `from`. */
  append(from: Numbers, count: number): void {
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
