import type { Container, FindContext, NearbyLabels, PrintedNumbers } from '../../arrays/types';

/** Columns of numbers read as one matrix. */
export interface Table {
  range: [start: number, end: number];
  container: Container;
  name?: string;
  shape: readonly number[];
  data: Float64Array;
  decimals?: number;
  printed?: PrintedNumbers;
  classNames?: readonly string[];
  floating: boolean;
  elided: boolean;
  /** Another column of the table. */
  labels?: NearbyLabels;
  /** The labels are names of the columns. */
  labelledByName?: true;
  /** Its rows are lists in one column. */
  hasLists?: true;
}

/** A column as printed. */
export interface Column {
  name: string;
  cells: string[];
}

/** One notation of a table: its columns, wherever in the text it stands. */
export type TableFormat = (
  text: string,
  context: FindContext,
) => {
  range: [number, number];
  container: Table['container'];
  columns: Column[];
  /** The whole table's rows and columns where they are printed. */
  total?: readonly [rows: number, columns: number];
  /** Class ids in a column without a name, which is none of the others. */
  ids?: readonly string[];
}[];
