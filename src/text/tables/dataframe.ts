import { append } from '../../arrays/longLists';
import type { Column, TableFormat } from './table';
import { totalIn } from './total';

/** Columns printed side by side under one header. */
interface Block {
  columns: Column[];
  index: string[];
  /** Lines, the last included. */
  first: number;
  last: number;
  /** A backslash ends the header: more columns follow below. */
  goesOn: boolean;
}

/**
 * A pandas DataFrame as text: a header of column names, rows that begin with their index, cells set flush right. Frames
 * wider than the page go on below, a backslash behind the header; rows and columns left out are "..".
 */
export const readDataFrame: TableFormat = (text) => {
  const found: ReturnType<TableFormat> = [];
  if (!/\d\.\d/.test(text)) return found;
  const lines = text.split('\n');
  let at = 0;
  const starts = lines.map((line) => (at += line.length + 1) - line.length - 1);
  for (let i = 0; i + 1 < lines.length; i++) {
    const block = readBlock(lines, i);
    if (block === undefined) continue;
    const { columns, index } = block;
    let { last, goesOn } = block;
    while (goesOn) {
      const next = readBlock(lines, lines[last + 1]?.trim() === '' ? last + 2 : last + 1, true);
      if (next === undefined || next.index.join('\n') !== index.join('\n')) break;
      append(columns, next.columns);
      ({ last, goesOn } = next);
    }
    found.push({
      ...totalIn(text.slice(starts[last] + lines[last].length).slice(0, 100)),
      range: [starts[block.first], starts[last] + lines[last].length],
      container: 'dataframe',
      columns,
    });
    i = last;
  }
  return found;
};

function readBlock(lines: readonly string[], first: number, continued = false): Block | undefined {
  const header = lines[first];
  if (header === undefined || !/^\s+\S/.test(header)) return undefined;
  const goesOn = /\s\\\s*$/.test(header);
  const names = header
    .replace(/\s\\\s*$/, '')
    .trim()
    .split(/\s+/);
  // The index may have a name, on a line of its own.
  const named = /^\w[\w.-]*\s*$|^\s+(?:<\w+>\s*){2,}$/.test(lines[first + 1] ?? '') ? 1 : 0;
  if (!/^\w[\w.-]*\s.*?\d\.\d/.test(lines[first + 1 + named] ?? '')) return undefined;
  if (names.length < 2 && !continued) return undefined;
  const cells: string[][] = [];
  const index: string[] = [];
  let last = first;
  for (let row = first + 1 + named; row < lines.length; row++) {
    const parts = cellsOf(lines[row]);
    if (parts.length !== names.length + 1) break;
    index.push(parts[0]);
    cells.push(parts.slice(1));
    last = row;
  }
  if (cells.length === 0) return undefined;
  return {
    columns: names.map((name, column) => ({ name, cells: cells.map((row) => row[column]) })),
    index,
    first,
    last,
    goesOn,
  };
}

/** What spaces separate; a list in brackets is one cell. */
function cellsOf(line: string): string[] {
  const cells = line.trim().split(/\s+/);
  if (!line.includes('[')) return cells;
  const joined: string[] = [];
  let open = -1;
  for (const [i, cell] of cells.entries()) {
    if (open >= 0 ? cell.endsWith(']') : !cell.startsWith('[') || cell.endsWith(']')) {
      joined.push(open < 0 ? cell : cells.slice(open, i + 1).join(' '));
      open = -1;
    } else if (open < 0) open = i;
  }
  if (open >= 0) joined.push(cells.slice(open).join(' '));
  return joined;
}
