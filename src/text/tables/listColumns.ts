import type { Column } from './table';

/** A column whose cells are lists of as many numbers. */
interface ListColumn {
  name: string;
  width: number;
  data: Float64Array;
  decimals: number;
}

const NUMBER = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|nan|NaN|inf)$/;
const LONGEST = 100_000;

/** The columns that hold a row of a matrix in each cell, `[0.25, -1.5]`: not all whole numbers, two of them at least. */
export function listColumns(columns: readonly Column[]): ListColumn[] {
  return columns.flatMap(({ name, cells }) => {
    const rows = cells.map(numbersOf);
    const width = rows[0]?.length ?? 0;
    if (width < 2 || rows.some((row) => row?.length !== width)) return [];
    const texts = (rows as string[][]).flat();
    if (!texts.some((text) => /[.e]/i.test(text))) return [];
    const digits = texts.map((text) => (/^[^.e]*\.(\d*)$/i.exec(text)?.[1] ?? '').length);
    const decimals = digits.reduce((a, b) => Math.max(a, b), 0);
    return [{ name, width, data: Float64Array.from(texts, valueOf), decimals }];
  });
}

function numbersOf(cell: string): readonly string[] | undefined {
  if (cell.length > LONGEST || !cell.startsWith('[') || !cell.endsWith(']')) return undefined;
  const inside = cell.slice(1, -1);
  // NumPy has spaces between them.
  const texts = inside.split(inside.includes(',') ? ',' : ' ').map((text) => text.trim());
  const numbers = inside.includes(',') ? texts : texts.filter((text) => text !== '');
  return numbers.every((text) => NUMBER.test(text)) ? numbers : undefined;
}

function valueOf(text: string): number {
  return /inf$/.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
}
