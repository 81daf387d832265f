import type { FieldValues } from '../fields/fieldValues';
import type { ColumnarFormat, Turns } from '../types';

/** A column of values, or one inside structs; of lists, that of their elements. */
export interface Column {
  /** Keys from the outside in; as a person writes it, with dots between. */
  path: readonly string[];
  kind: 'number' | 'boolean' | 'text' | 'scores';
  /** Lists around each value: 0, 1 or 2. */
  depth: number;
}

/** Lists of names and of scores that stand side by side, in a list of structs or in a map. */
export interface Pair {
  path: readonly string[];
  names: Column;
  scores: Column;
  isMap: boolean;
}

export type Numbers = Float32Array | Float64Array | Int32Array | BigInt64Array;

/** Records that are stored together: a row group, a record batch. */
export interface Group {
  records: number;
  /** On disk, for progress. */
  bytes: number;
}

/** Walks some columns of one group from its first record to its last. */
export interface GroupReader {
  /** Makes values ready. Returns for how many records all columns have them; 0 behind the last. */
  ready(): Promise<number>;
  /**
   * For how many of the next records that are ready, up to `most`, the column has `width` numbers each: a list, or a number
   * where `width` is 0. 0 too where it has to be read value by value.
   */
  uniform?(column: number, width: number, most: number): number;
  /** The numbers of records that `uniform` has told of. */
  numbers?(column: number, width: number, records: number): Numbers;
  /** Goes on behind them. */
  pass?(column: number, width: number, records: number): void;
  /** Reads a column's value of its next record, by the column's place among those asked for; one of those that are ready. */
  take(column: number, into: FieldValues): void;
}

/** A file that keeps its records column by column, in groups that are read one after the other. */
export interface ColumnarFile {
  readonly format: ColumnarFormat;
  /** Those that can be shown; others (unions, binary data) are left out. */
  readonly columns: readonly Column[];
  /** Of which columns are made of scores by name. */
  readonly pairs?: readonly Pair[];
  readonly groups: readonly Group[];
  /** What the writer says of the file, by key. */
  readonly metadata: ReadonlyMap<string, string>;
  /** @param memory what readers keep from one group to the next, by the column's place; its owner lets go of it */
  open(group: number, columns: readonly Column[], turns: Turns, memory?: Map<number, unknown>): GroupReader;
}

/** A column's name as a person writes it. */
export const columnName = ({ path }: Column): string => path.join('.');
