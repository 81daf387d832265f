/** A column that grows by doubling. */
export class Growable<T extends Float64Array | Int32Array | Uint8Array> {
  length = 0;

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

  /** What was pushed so far; valid until the next push. */
  get values(): T {
    return this.data.subarray(0, this.length) as T;
  }

  private grow(needed: number): void {
    const larger = new (this.data.constructor as new (length: number) => T)(
      Math.max(needed, this.data.length * 2, 64),
    );
    larger.set(this.data);
    this.data = larger;
  }
}

export const float64Column = () => new Growable(new Float64Array(1024));
export const int32Column = () => new Growable(new Int32Array(1024));
export const byteColumn = () => new Growable(new Uint8Array(1024));
