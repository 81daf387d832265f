import type { ClassIds } from '../numerics';

export type { ClassIds };

/** A column that grows by doubling. */
class Growable<T extends Float64Array | Uint8Array | ClassIds> {
  length = 0;
  private expected = 0;

  constructor(private data: T) {}

  push(value: number): void {
    if (this.length === this.data.length) this.grow(this.length + 1);
    this.data[this.length++] = value;
  }

  append(values: ArrayLike<number>): void {
    if (this.length + values.length > this.data.length) this.grow(this.length + values.length);
    this.data.set(values, this.length);
    this.length += values.length;
  }

  /** Grows to so many values at once, where it has to grow: doubling copies everything time and again. */
  expect(count: number): void {
    this.expected = count;
  }

  /** Room for more values, to be filled in before anything else is added. */
  extend(count: number): T {
    if (this.length + count > this.data.length) this.grow(this.length + count);
    this.length += count;
    return this.data.subarray(this.length - count, this.length) as T;
  }

  /** What was pushed so far; valid until the next push. */
  get values(): T {
    return this.data.subarray(0, this.length) as T;
  }

  /** What was pushed, in memory that is hardly longer; nothing is to be added then. */
  take(): T {
    const { data, length } = this;
    return data.length <= 1.25 * length ? (data.subarray(0, length) as T) : (data.slice(0, length) as T);
  }

  private grow(needed: number): void {
    const larger = new (this.data.constructor as new (length: number) => T)(
      needed <= this.expected ? this.expected : Math.max(needed, this.data.length * 2, 64),
    );
    larger.set(this.data);
    this.data = larger;
  }
}

/** Of a column: a text may have thousands of arrays of one row, each with a dozen columns. */
const BEGINNING = 16;

export const float64Column = () => new Growable(new Float64Array(BEGINNING));
export const int32Column = () => new Growable(new Int32Array(BEGINNING));
export const byteColumn = () => new Growable(new Uint8Array(BEGINNING));

export function idColumn(classes: number): Growable<ClassIds> {
  if (classes <= 0x80) return new Growable<ClassIds>(new Int8Array(BEGINNING));
  return new Growable<ClassIds>(classes <= 0x8000 ? new Int16Array(BEGINNING) : new Int32Array(BEGINNING));
}
