import { areasOf, harmonicNumbers, harmonicsFor, type Areas, type Marked } from './areas';
import { instantiate } from './instance';

/** Sums of rows that each count as often as a weight says. Places are those of the rows in an order of their own. */
export interface WeightedRows {
  /** Rows before each place, and behind the last, counted as their weights say; until the next weights come. */
  before(): Int32Array;
  /** Σ w x over the places from one to before another. */
  column(x: Float64Array): (from: number, to: number) => number;
  /** Σ w of lists of places that follow each other, each by where it ends. */
  lists(place: Int32Array, ends: Int32Array): () => Int32Array;
  /** What follows from the order of the rows, some of which are marked. */
  areas(marked: Marked): () => Areas;
}

export interface AllWeightedRows extends WeightedRows {
  /** Weights of all rows, from 0 to 255. */
  weigh(weight: Uint8Array): void;
  /** The same rows in another order, which `weigh` takes the weights of all rows into. */
  inOrder(place: Int32Array): WeightedRows & { weigh(): void };
}

/** For weights that change time and again; on WebAssembly where it is allowed. Both give the same bits. */
export function weightedRows(n: number): AllWeightedRows {
  return compiledRows(n) ?? plainRows(n);
}

function compiledRows(n: number): AllWeightedRows | undefined {
  const running = instantiate();
  if (!running) return undefined;
  const { exports, take } = running;
  const { memory } = exports;
  // A view ends when the memory grows: they are made where they are wanted.
  const numbers = (pointer: number, length: number) => new Int32Array(memory.buffer, pointer, length);
  const written = (values: Int32Array) => {
    const pointer = take(values.byteLength);
    numbers(pointer, values.length).set(values);
    return pointer;
  };
  const harmonic = { pointer: 0, count: 0 };
  const reachHarmonics = (rows: number) => {
    if (rows + 2 < harmonic.count) return;
    harmonic.count = harmonicsFor(rows);
    harmonic.pointer = take(harmonic.count * 8);
    new Float64Array(memory.buffer, harmonic.pointer, harmonic.count).set(harmonicNumbers(harmonic.count));
  };
  const sums = (weight: number, before: number): WeightedRows => ({
    before: () => numbers(before, n + 1),
    column(x) {
      const pointer = take(x.byteLength);
      new Float64Array(memory.buffer, pointer, x.length).set(x);
      return (from, to) => exports.sum(weight + from, pointer + from * 8, to - from);
    },
    lists(place, ends) {
      const [places, all, out] = [written(place), written(ends), take(ends.byteLength)];
      return () => {
        exports.counts(weight, places, all, ends.length, out);
        return numbers(out, ends.length);
      };
    },
    areas({ place, tieFrom, tieTo }) {
      const [places, from, to, out] = [written(place), written(tieFrom), written(tieTo), take(24)];
      return () => {
        reachHarmonics(numbers(before, n + 1)[n]);
        exports.areas(places, from, to, place.length, weight, before, n, harmonic.pointer, out);
        const [area, risk, marked] = new Float64Array(memory.buffer, out, 3);
        return { area, risk, marked };
      };
    },
  });
  const room = () => [take(n), take((n + 1) * 4)] as const;
  const [weight, before] = room();
  return {
    ...sums(weight, before),
    weigh(given) {
      new Uint8Array(memory.buffer, weight, n).set(given);
      exports.count(weight, n, before);
    },
    inOrder(place) {
      const [ordered, orderedBefore] = room();
      const places = written(place);
      const weigh = () => exports.gather(weight, places, n, ordered, orderedBefore);
      return { ...sums(ordered, orderedBefore), weigh };
    },
  };
}

/** For weights that are looked at once, and where WebAssembly is refused. */
export function plainRows(n: number): AllWeightedRows {
  const all = new PlainRows(n);
  return Object.assign(all, {
    weigh(given: Uint8Array) {
      all.weight.set(given);
      all.count();
    },
    inOrder(place: Int32Array) {
      const some = new PlainRows(n);
      const weigh = () => {
        for (let i = 0; i < n; i++) some.weight[i] = all.weight[place[i]];
        some.count();
      };
      return Object.assign(some, { weigh });
    },
  });
}

class PlainRows implements WeightedRows {
  readonly weight: Uint8Array;
  private readonly counted: Int32Array;

  constructor(n: number) {
    this.weight = new Uint8Array(n);
    this.counted = new Int32Array(n + 1);
  }

  before(): Int32Array {
    return this.counted;
  }

  count(): void {
    const { weight, counted } = this;
    for (let i = 0, sum = 0; i < weight.length; i++) counted[i + 1] = sum = (sum + weight[i]) | 0;
  }

  column(x: Float64Array): (from: number, to: number) => number {
    const { weight } = this;
    return (from, to) => {
      let i = from;
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      // Four sums at once, as WebAssembly has them.
      for (; i + 3 < to; i += 4) {
        s0 += weight[i] * x[i];
        s1 += weight[i + 1] * x[i + 1];
        s2 += weight[i + 2] * x[i + 2];
        s3 += weight[i + 3] * x[i + 3];
      }
      if (i < to) s0 += weight[i] * x[i];
      if (i + 1 < to) s1 += weight[i + 1] * x[i + 1];
      if (i + 2 < to) s2 += weight[i + 2] * x[i + 2];
      return s0 + s2 + (s1 + s3);
    };
  }

  lists(place: Int32Array, ends: Int32Array): () => Int32Array {
    const { weight } = this;
    const out = new Int32Array(ends.length);
    return () => {
      for (let list = 0, i = 0; list < ends.length; list++) {
        let sum = 0;
        for (const end = ends[list]; i < end; i++) sum = (sum + weight[place[i]]) | 0;
        out[list] = sum;
      }
      return out;
    };
  }

  areas(marked: Marked): () => Areas {
    const { weight, counted } = this;
    let harmonic: Float64Array = new Float64Array(0);
    return () => {
      const rows = counted[weight.length];
      if (rows + 2 >= harmonic.length) harmonic = harmonicNumbers(harmonicsFor(rows));
      return areasOf(marked, weight, counted, harmonic);
    };
  }
}
