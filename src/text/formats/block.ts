import type { Container } from '../../arrays/types';

/** Numbers printed without brackets under a line that says what they are, or in rows between brackets. */
export interface PrintedBlock {
  range: [start: number, end: number];
  container: Container;
  /** Of the whole; of an elided one, more than its numbers fill. */
  shape: readonly number[];
  elided?: true;
  data: Float64Array;
  /** Numbers in one printed row, where columns are left out. */
  width?: number;
  decimals?: number;
  dtype?: string;
  gradFn?: string;
  classNames?: readonly string[];
  /** Nothing but whole numbers. */
  isWhole?: true;
}

export const NUMBER = /^-?(?:\d+(?:\.\d*)?(?:e[-+]?\d+)?|Inf|NaN)$/i;

/** Rows of equal length whose cells are numbers, one with a point at least; undefined for any others. */
export function numbersIn(rows: readonly (readonly string[])[]) {
  if (rows.length === 0) return undefined;
  const cells = rows.flat();
  const width = rows[0].length;
  if (rows.some((row) => row.length !== width) || !cells.every((cell) => NUMBER.test(cell))) return undefined;
  if (!cells.some((cell) => cell.includes('.'))) return undefined;
  const data = Float64Array.from(cells, (cell) =>
    Number(cell.replace(/inf$/i, 'Infinity').replace(/nan$/i, 'NaN')),
  );
  const fixed = cells.filter((cell) => !/\de/i.test(cell));
  const places = fixed.map((cell) => (cell.includes('.') ? cell.length - cell.indexOf('.') - 1 : 0));
  const most = places.reduce((most, n) => Math.max(most, n), 0);
  const decimals = most === 0 && fixed.length < cells.length ? undefined : most;
  return { shape: [rows.length, width], data, ...(decimals === undefined ? {} : { decimals }) };
}
