import { join } from './join';
import { unknown, type Value } from './values';

type Slots = Map<string, Value>;

/** Values that names and attributes had at one point of a way through the code. */
export type Written = Map<Slots, Map<string, Value>>;

/** Writes that can be taken back: each way through a branch begins with what was known before it. */
export class Trail {
  private readonly layers: Map<Slots, Map<string, Value | undefined>>[] = [];
  /** Values that were looked at to tell ways apart: of a loop that is left in many places each way has all that are written. */
  looked = 0;

  /** @param most of those values; what is told apart after them is unknown */
  constructor(private readonly most: number) {}

  get depth(): number {
    return this.layers.length;
  }

  write(slots: Slots, key: string, value: Value) {
    const top = this.layers[this.layers.length - 1];
    if (top !== undefined) {
      let old = top.get(slots);
      if (old === undefined) top.set(slots, (old = new Map<string, Value | undefined>()));
      if (!old.has(key)) old.set(key, slots.get(key));
    }
    slots.set(key, value);
  }

  begin() {
    this.layers.push(new Map());
  }

  /** What was written since a depth was reached, as it stands now. */
  since(depth: number): Written {
    const written: Written = new Map();
    for (const layer of this.layers.slice(depth))
      for (const [slots, old] of layer) {
        let values = written.get(slots);
        if (values === undefined) written.set(slots, (values = new Map<string, Value>()));
        this.looked += old.size;
        for (const key of old.keys()) {
          const value = slots.get(key);
          if (value !== undefined) values.set(key, value);
        }
      }
    return written;
  }

  /** Takes back what was written since the last `begin`. */
  undo() {
    for (const [slots, old] of this.layers.pop() ?? [])
      for (const [key, value] of old)
        if (value === undefined) slots.delete(key);
        else slots.set(key, value);
  }

  /**
   * Keeps what was written since the last `begin`, where no other way was gone: as taking it back and writing it again would,
   * without looking at each value.
   *
   * @param gone slots that nothing leads to any more
   */
  keep(gone: Slots) {
    const top = this.layers.pop();
    const below = this.layers[this.layers.length - 1];
    for (const [slots, old] of top ?? []) {
      this.looked += old.size;
      if (below === undefined || slots === gone) continue;
      const before = below.get(slots);
      if (before === undefined) below.set(slots, old);
      else for (const [key, value] of old) if (!before.has(key)) before.set(key, value);
    }
  }

  /** What is known after one of several ways was gone. */
  joinWays(ways: readonly Written[]) {
    if (ways.length === 1) {
      for (const [slots, values] of ways[0]) for (const [key, value] of values) this.write(slots, key, value);
      return;
    }
    const keys: Written = new Map();
    for (const way of ways)
      for (const [slots, values] of way) {
        let all = keys.get(slots);
        if (all === undefined) keys.set(slots, (all = new Map<string, Value>()));
        for (const [key, value] of values) all.set(key, value);
      }
    for (const [slots, values] of keys) {
      const written = ways.map((way) => way.get(slots));
      for (const key of values.keys()) {
        this.looked += ways.length;
        if (this.looked > this.most) {
          this.write(slots, key, unknown());
          continue;
        }
        const before = slots.get(key);
        let joined: Value | undefined;
        for (const way of written) {
          // A name that one way leaves unbound is not read where it was gone.
          const value = way?.get(key) ?? before;
          if (value !== undefined) joined = joined === undefined ? value : join(joined, value);
        }
        this.write(slots, key, joined!);
      }
    }
  }
}
