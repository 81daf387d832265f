import type { Vector } from 'apache-arrow';

/** Values that columns have in common, as apache-arrow reads them: by their places alone. */
type SharedValues = Pick<Vector, 'length' | 'get' | 'isMemoized'>;

/**
 * Values that a file says in parts, each when it is needed for the first time. Parts that come later are added where the others
 * are: to join the parts anew for each would take the square of their number.
 */
export class Dictionary {
  private readonly parts: Vector[] = [];
  /** Of the part at the same place, the number of its first value. */
  private readonly starts: number[] = [];
  private readonly known = new Map<number, unknown>();
  private length = 0;

  add(part: Vector): void {
    this.parts.push(part);
    this.starts.push(this.length);
    this.length += part.length;
  }

  /** What it holds now; what is added later is not seen. */
  now(): SharedValues {
    const { length } = this;
    return { length, isMemoized: true, get: (index: number) => (index < length ? this.get(index) : null) };
  }

  private get(index: number): unknown {
    if (this.known.has(index)) return this.known.get(index);
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= index) low = middle;
      else high = middle;
    }
    const value: unknown = index >= 0 ? this.parts[low]?.get(index - this.starts[low]) : null;
    this.known.set(index, value);
    return value;
  }
}
