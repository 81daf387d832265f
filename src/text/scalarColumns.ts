import { InFrame, InScalar, type Tree } from './literals/tree';

/** Single numbers under one key, one of each record in the records' order. */
export interface Column {
  key: string;
  values: Float64Array;
  /** Where the first record's stands. */
  range: readonly [start: number, end: number];
}

/**
 * The columns of numbers under keys that a test lets pass. Many arrays ask for those of the same records: a key is tested
 * once, and the columns of some records are put together once.
 */
export class Columns {
  private readonly wanted: (boolean | undefined)[] = [];
  private readonly known = new Map<string, Column[]>();

  constructor(
    private readonly tree: Tree,
    private readonly test: (key: string) => boolean,
  ) {}

  /** Those that every one of the records has: the first of each key. */
  of(records: Int32Array): Column[] {
    const name = records.join();
    let columns = this.known.get(name);
    if (columns === undefined) this.known.set(name, (columns = this.read(records)));
    return columns;
  }

  private isWanted(key: number): boolean {
    return (this.wanted[key] ??= this.test(this.tree.keys.texts[key]));
  }

  private read(records: Int32Array): Column[] {
    const { scalars, frames, keys, scalarValues } = this.tree;
    // What every record has, the first one has.
    const columns = new Map<number, { first: number; values: number[]; broken: boolean }>();
    for (let row = 0; row < records.length; row++) {
      const at = records[row] * InFrame.WIDTH;
      const to = frames.data[at + InFrame.SCALARS_TO];
      for (let scalar = frames.data[at + InFrame.SCALARS_FROM]; scalar < to; scalar++) {
        const key = scalars.data[scalar * InScalar.WIDTH + InScalar.KEY];
        if (!this.isWanted(key)) continue;
        let column = columns.get(key);
        if (column === undefined && row === 0)
          columns.set(key, (column = { first: scalar, values: [], broken: false }));
        if (column === undefined || column.broken || column.values.length !== row) continue;
        if (scalars.data[scalar * InScalar.WIDTH + InScalar.NUMBER] === 1)
          column.values.push(scalarValues[scalar]);
        else column.broken = true;
      }
      if (columns.size === 0) break;
    }
    const whole: Column[] = [];
    for (const [key, { first, values }] of columns) {
      if (values.length < records.length) continue;
      const at = first * InScalar.WIDTH;
      whole.push({
        key: keys.texts[key],
        values: new Float64Array(values),
        range: [scalars.data[at + InScalar.START], scalars.data[at + InScalar.END]],
      });
    }
    return whole;
  }
}
