import { columnsTable } from './columns';
import { namedClasses, summingColumns } from './namedClasses';
import type { Column, Table } from './table';

/** Longer texts are files of records, read by their own reader. */
const LONGEST = 1 << 20;
const MOST_COLUMNS = 1000;
const LEAST_ROWS = 2;

type Cell = string | number | boolean | null;
type Row = Record<string, Cell>;

/**
 * A text that is one table in JSON, as pandas writes DataFrames (`orient` split, columns, index or records) and loops write
 * a number for each class under its name; only where names or sums say that columns are the classes of one row. It is all
 * there is in its text.
 */
export function readJsonFrame(text: string): Table | undefined {
  const start = text.search(/\S/);
  if (start < 0 || text.length > LONGEST || (text[start] !== '{' && text[start] !== '[')) return undefined;
  const columns = columnsOf(parsed(text));
  if (columns === undefined || columns.length < 2 || columns[0].cells.length < LEAST_ROWS) return undefined;
  const isTelling =
    columns.filter(({ name }) => /^(?:\w*_)?(?:logits?|prob(?:a|s|ability)?|scores?|p)[_ .[]/.test(name))
      .length > 1 ||
    namedClasses(columns, isNumeric) !== undefined ||
    summingColumns(columns, isNumeric) !== undefined;
  return isTelling ? columnsTable([start, text.trimEnd().length], 'json', columns) : undefined;
}

function isNumeric({ cells }: Column): boolean {
  return cells.every((cell) => /^-?[\d.]/.test(cell));
}

/** One value, or one a line. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (lines.length < LEAST_ROWS || lines.some((line) => line[0] !== '{')) return undefined;
    try {
      return lines.map((line) => JSON.parse(line) as unknown);
    } catch {
      return undefined;
    }
  }
}

function columnsOf(value: unknown): Column[] | undefined {
  if (Array.isArray(value)) return ofRows(value.map(flat));
  if (!isMap(value)) return undefined;
  const { columns, data } = value;
  if (Array.isArray(columns) && Array.isArray(data)) return ofSplit(columns, data);
  const entries = Object.entries(value);
  // Under each name a map of all rows, or under each row one of all names: rows are numbered, as an index is by default.
  const inner = entries.map(([, one]) => flat(one));
  if (inner.some((one) => one === undefined)) return undefined;
  const rows = inner as Row[];
  if (entries.every(([key]) => /^\d+$/.test(key))) return ofRows(rows);
  const keys = Object.keys(rows[0] ?? {});
  if (!keys.every((key) => /^\d+$/.test(key))) return undefined;
  return ofRows(keys.map((key) => Object.fromEntries(entries.map(([name], i) => [name, rows[i][key]]))));
}

function ofSplit(names: readonly unknown[], data: readonly unknown[]): Column[] | undefined {
  const isRow = (row: unknown): row is Cell[] =>
    Array.isArray(row) && row.length === names.length && row.every(isCell);
  if (!names.every((name) => typeof name === 'string') || !data.every(isRow)) return undefined;
  return ofRows(data.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))));
}

/** Rows that all have the first one's names. */
function ofRows(rows: readonly (Row | undefined)[]): Column[] | undefined {
  const names = Object.keys(rows[0] ?? {});
  if (names.length > MOST_COLUMNS) return undefined;
  const columns: Column[] = names.map((name) => ({ name, cells: [] }));
  for (const row of rows) {
    if (row === undefined || Object.keys(row).length !== names.length) return undefined;
    for (const { name, cells } of columns) {
      if (!Object.hasOwn(row, name)) return undefined;
      const cell = row[name];
      cells.push(cell === null ? 'null' : String(cell));
    }
  }
  return columns.map(({ name, cells }) => ({ name: lastPart(name), cells }));
}

/** A record of single values, those of maps in it beside its own; undefined where it holds lists. */
function flat(value: unknown): Row | undefined {
  if (!isMap(value)) return undefined;
  const row: Row = {};
  for (const [key, one] of Object.entries(value)) {
    if (isCell(one)) row[key] = one;
    else if (isMap(one) && Object.values(one).every(isCell))
      for (const [name, cell] of Object.entries(one)) row[`${key}\0${name}`] = cell as Cell;
    else return undefined;
  }
  return row;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('\0') + 1);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCell(value: unknown): value is Cell {
  return value === null || typeof value !== 'object';
}
