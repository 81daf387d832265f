import type { TableFormat } from './table';

/** A table drawn with bars: Markdown's, and those of `tabulate` and of databases' shells. */
export const readPiped: TableFormat = (text) => {
  const found: ReturnType<TableFormat> = [];
  if (!text.includes('|') || !/\d\.\d/.test(text)) return found;
  const lines = text.split('\n');
  let at = 0;
  const starts = lines.map((line) => (at += line.length + 1) - line.length - 1);
  for (let i = 0; i + 2 < lines.length; i++) {
    if (!lines[i].includes('|') || !isRuler(lines[i + 1].trim()) || isRuler(lines[i].trim())) continue;
    const names = cellsOf(lines[i]);
    const rows: string[][] = [];
    let last = i + 1;
    for (let row = i + 2; row < lines.length; row++) {
      const line = lines[row].trim();
      if (!isRuler(line)) {
        const cells = line.startsWith('|') ? cellsOf(line) : [];
        if (cells.length !== names.length) break;
        rows.push(cells);
      }
      last = row;
    }
    if (rows.length === 0) continue;
    found.push({
      range: [starts[i], starts[last] + lines[last].trimEnd().length],
      container: 'dataframe',
      columns: names.map((name, column) => ({ name, cells: rows.map((row) => row[column]) })),
    });
    i = last;
  }
  return found;
};

/** What stands between the header and the rows: `|---|:-:|`, `|---+---|`, `+---+---+`. */
function isRuler(line: string): boolean {
  return /^[|+]/.test(line) && /--|==|:-/.test(line) && !/[^-=:|+ \t]/.test(line);
}

function cellsOf(line: string): string[] {
  const cells = line.trim().split('|');
  if (cells[0] === '') cells.shift();
  if (cells.at(-1) === '') cells.pop();
  return cells.map((cell) => cell.trim());
}
