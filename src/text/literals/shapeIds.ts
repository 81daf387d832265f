/** Small numbers for shapes, the same for equal shapes. */
export class ShapeIds {
  readonly shapes: (readonly number[])[] = [];
  private readonly known = new Map<number, number>();
  private lastKey = -1;
  private lastId = -1;

  /** The shape of `n` items of shape `inner`, -1 for numbers. An elided axis is -1. */
  of(n: number, inner: number): number {
    // Fewer than 2^26 items and shapes fit into a text.
    const key = (n + 1) * 2 ** 27 + inner + 1;
    if (key === this.lastKey) return this.lastId;
    let id = this.known.get(key);
    if (id === undefined) {
      id = this.shapes.length;
      this.known.set(key, id);
      this.shapes.push(inner < 0 ? [n] : [n, ...this.shapes[inner]]);
    }
    this.lastKey = key;
    this.lastId = id;
    return id;
  }
}
