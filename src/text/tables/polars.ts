import type { TableFormat } from './table';

/** A polars frame: box drawings, a header of names, "---", types. */
export const readPolars: TableFormat = (text) => {
  const found: ReturnType<TableFormat> = [];
  let at = text.indexOf('┌');
  for (; at >= 0; at = text.indexOf('┌', at + 1)) {
    const close = text.indexOf('┘', at);
    if (close < 0) break;
    const lines = text.slice(at, close).split('\n');
    const split = (line: string) =>
      line
        .trim()
        .replace(/^│|│$/g, '')
        .split('┆')
        .map((cell) => cell.trim());
    const ruler = lines.findIndex((line) => /^\s*╞/.test(line));
    if (ruler > 0) {
      const names = split(lines[1]);
      const rows = lines
        .slice(ruler + 1)
        .filter((line) => /^\s*│/.test(line))
        .map(split)
        .filter((row) => row.length === names.length);
      const shape = /shape: \(([\d_,]+), ([\d_,]+)\)\s*$/.exec(text.slice(Math.max(0, at - 40), at));
      const number = (digits: string) => Number(digits.replace(/[_,]/g, ''));
      found.push({
        ...(shape === null ? {} : { total: [number(shape[1]), number(shape[2])] as const }),
        range: [at - (shape?.[0].length ?? 0), close + 1],
        container: 'polars',
        columns: names.map((name, column) => ({ name, cells: rows.map((row) => row[column]) })),
      });
    }
    at = close;
  }
  return found;
};
