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
  const width = rows[0].length;
  if (rows.some((row) => row.length !== width || !row.every((cell) => NUMBER.test(cell)))) return undefined;
  if (!rows.some((row) => row.some((cell) => cell.includes('.')))) return undefined;
  const data = new Float64Array(rows.length * width);
  let [at, most, hasExponent] = [0, 0, false];
  for (const row of rows)
    for (const cell of row) {
      data[at++] = valueOf(cell);
      if (/\de/i.test(cell)) hasExponent = true;
      else if (cell.includes('.')) most = Math.max(most, cell.length - cell.indexOf('.') - 1);
    }
  const shape = [rows.length, width];
  return most === 0 && hasExponent ? { shape, data } : { shape, data, decimals: most };
}

/** Of a cell that is a NUMBER: JavaScript has another word for infinity. */
function valueOf(cell: string): number {
  if (!/f$/i.test(cell)) return Number(cell);
  return cell.startsWith('-') ? -Infinity : Infinity;
}
