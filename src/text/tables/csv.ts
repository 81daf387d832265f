import type { TableFormat } from './table';

/**
 * Comma or tab separated values under a header: at least two rows, all as wide as the header, and nothing but numbers
 * in two columns. Without a header such lines are a log as often as a table, and are left alone.
 */
export const readCsv: TableFormat = (text) => {
  const found: ReturnType<TableFormat> = [];
  if (!/\d\.\d+[,\t]/.test(text)) return found;
  const lines = text.split('\n');
  let at = 0;
  const starts = lines.map((line) => (at += line.length + 1) - line.length - 1);
  for (let i = 0; i + 2 < lines.length; i++) {
    const separator = lines[i].includes('\t') ? '\t' : ',';
    if (!/^[A-Za-z_"]/.test(lines[i]) || /[[\](){}=:]/.test(lines[i])) continue;
    const names = lines[i].split(separator).map((name) => name.trim().replace(/^"|"$/g, ''));
    if (names.length < 2 || names.some((name) => name === '' || /^[-\d.]/.test(name))) continue;
    const rows: string[][] = [];
    let last = i;
    for (let row = i + 1; row < lines.length; row++) {
      const cells = lines[row].split(separator).map((cell) => cell.trim());
      if (cells.length !== names.length) break;
      rows.push(cells);
      last = row;
    }
    if (rows.length < 2) continue;
    found.push({
      range: [starts[i], starts[last] + lines[last].replace(/\r$/, '').length],
      container: 'csv',
      columns: names.map((name, column) => ({ name, cells: rows.map((row) => row[column]) })),
    });
    i = last;
  }
  return found;
};
