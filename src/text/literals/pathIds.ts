/** Small numbers for the keys that lead from a record to something in it, the same for equal keys. */
export class PathIds {
  /** The record itself is path 0. */
  count = 1;
  private readonly known = new Map<number, number>();
  /** By path: the key that followed last, and the path it led to. */
  private readonly lastKey = [-1];
  private readonly lastChild = [-1];

  /** The path of `key`, as TextIds numbers it, below another path. */
  below(path: number, key: number): number {
    if (this.lastKey[path] === key) return this.lastChild[path];
    const step = path * 2 ** 26 + key;
    let child = this.known.get(step);
    if (child === undefined) {
      child = this.count++;
      this.known.set(step, child);
      this.lastKey.push(-1);
      this.lastChild.push(-1);
    }
    this.lastKey[path] = key;
    this.lastChild[path] = child;
    return child;
  }
}
