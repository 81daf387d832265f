import type { TableFormat } from './index';

/**
 * A pandas DataFrame as text: a header of column names, rows that begin with their index, cells set flush right.
 * Frames wider than the page, whose columns continue below, are read up to the first break.
 */
export const readDataFrame: TableFormat = (text) => {
  const found: ReturnType<TableFormat> = [];
  if (!/\d\.\d/.test(text)) return found;
  const lines = text.split('\n');
  let at = 0;
  const starts = lines.map((line) => (at += line.length + 1) - line.length - 1);
  for (let i = 0; i + 1 < lines.length; i++) {
    if (!/^\s+\S/.test(lines[i]) || !/^(?:\d+|\w[\w.-]*)\s+.*\d\.\d/.test(lines[i + 1])) continue;
    const names = lines[i].trim().split(/\s+/);
    if (names.length < 2) continue;
    const cells: string[][] = [];
    let last = i;
    let index = '';
    for (let row = i + 1; row < lines.length; row++) {
      const parts = lines[row].trim().split(/\s+/);
      if (parts.length !== names.length + 1) break;
      index = parts[0];
      cells.push(parts.slice(1));
      last = row;
    }
    if (cells.length === 0 || index === '') continue;
    found.push({
      range: [starts[i], starts[last] + lines[last].length],
      container: 'dataframe',
      columns: names.map((name, column) => ({ name, cells: cells.map((row) => row[column]) })),
    });
    i = last;
  }
  return found;
};
