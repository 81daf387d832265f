import type { Column, TableFormat } from './table';

/** Numbers of a table that is written as values of a matrix are, one row a line, and what stands between them. */
const NUMBER = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|nan|inf)$/;
const SEPARATORS: readonly (readonly [sign: string, test: (line: string) => boolean])[] = [
  ['\t', (line) => line.includes('\t')],
  [',', (line) => line.includes(',')],
  [';', (line) => line.includes(';')],
  [' ', () => true],
];
const LEAST_ROWS = 2;
/** So many numbers with decimals aren’t all whole by chance. */
const LEAST_IDS = 8;
const MOST_CELLS = 1 << 20;

/**
 * Lines of nothing but numbers, as many on each, with points in every column: what `savetxt`, a predictor's result file or a
 * table without its header is. Only where the whole text is one: among other lines such are a log as often. A first column
 * that counts the rows is none of the matrix.
 */
export const readHeaderless: TableFormat = (text) => {
  const start = text.search(/\S/);
  if (start < 0 || !/[-+.\d#%]/.test(text[start])) return [];
  const from = text.lastIndexOf('\n', start) + 1;
  const end = text.trimEnd().length;
  let at = from;
  let separator: string | undefined;
  const rows: string[][] = [];
  while (at < end) {
    const newline = text.indexOf('\n', at);
    const line = text.slice(at, newline < 0 || newline > end ? end : newline).trim();
    at = newline < 0 ? end : newline + 1;
    // Lines of comments stand before the numbers, as savetxt writes its header.
    if (line === '' || (rows.length === 0 && /^[#%]/.test(line))) continue;
    separator ??= SEPARATORS.find(([, test]) => test(line))![0];
    const cells = cellsOf(line, separator);
    if (cells.length < 2 || (rows.length > 0 && cells.length !== rows[0].length)) return [];
    if (!cells.every((cell) => NUMBER.test(cell)) || rows.length * cells.length > MOST_CELLS) return [];
    rows.push(cells);
  }
  if (rows.length < LEAST_ROWS) return [];
  const [first] = rows;
  const skipped = countsRows(rows) ? 1 : 0;
  const columns = first.slice(skipped).map((_, column) => ({
    name: '',
    cells: rows.map((row) => row[column + skipped]),
  }));
  const isFloating = ({ cells }: Column) => cells.some((cell) => /[.e]/i.test(cell));
  const scores = columns.slice(0, -1);
  const { cells: last } = columns[columns.length - 1];
  // Measurements come before a class as well: what the numbers are, others say.
  const areScores = scores.length > 1 && scores.every(isFloating);
  const ids = areScores ? idsOf(last, scores) : undefined;
  if (ids) return [{ range: [from, end], container: 'csv', columns: scores, ids }];
  return columns.every(isFloating) ? [{ range: [from, end], container: 'csv', columns }] : [];
};

/** Class IDs, counted from 0 or from 1; written as the scores are, they are the only whole numbers, and several. */
function idsOf(cells: readonly string[], scores: readonly Column[]): string[] | undefined {
  if (cells.every((id) => /^\d{1,6}$/.test(id)))
    return cells.every((id) => Number(id) <= scores.length) ? [...cells] : undefined;
  const ids = cells.map(Number);
  const isClass = (id: number) => Number.isInteger(id) && id >= 0 && id <= scores.length;
  const areFractions = scores.every((column) => column.cells.some((cell) => !Number.isInteger(Number(cell))));
  const areIds = ids.length >= LEAST_IDS && ids.every(isClass) && new Set(ids).size > 1;
  return areFractions && areIds ? ids.map(String) : undefined;
}

function cellsOf(line: string, separator: string): string[] {
  if (separator === ' ') return line.split(/\s+/);
  const cells = line.split(separator).map((cell) => cell.trim());
  // A sign after the last value of each line ends it.
  if (cells.at(-1) === '') cells.pop();
  return cells;
}

/** 0, 1, 2, … or 1, 2, 3, … */
function countsRows(rows: readonly string[][]): boolean {
  const first = Number(rows[0][0]);
  return (first === 0 || first === 1) && rows.every(([cell], at) => /^\d+$/.test(cell) && Number(cell) === first + at); // prettier-ignore
}
