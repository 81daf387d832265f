import { totalIn } from './total';
import type { TableFormat } from './table';

/** A DataFrame as HTML, in text/html only: the index column is the row's `<th>`. */
export const readHtml: TableFormat = (text, { mime }) => {
  const found: ReturnType<TableFormat> = [];
  if (mime !== 'text/html') return found;
  let at = text.search(/<table\b/i);
  while (at >= 0) {
    const close = text.indexOf('</table>', at);
    if (close < 0) break;
    const rows = text.slice(at, close).split(/<tr\b/i).slice(1);
    const cellsOf = (row: string, tag: RegExp) =>
      row
        .split(tag)
        .slice(1)
        .map((cell) => plain(cell.slice(cell.indexOf('>') + 1)));
    const body = rows.map((row) => cellsOf(row, /<td\b/i)).filter((cells) => cells.length > 0);
    const names = rows.length > 0 ? cellsOf(rows[0], /<th\b/i).slice(-(body[0]?.length ?? 0)) : [];
    if (body.length > 0 && body.every((row) => row.length === names.length))
      found.push({
        ...totalIn(text.slice(close + 8, close + 100)),
        range: [at, close + 8],
        container: 'dataframe',
        columns: names.map((name, column) => ({ name, cells: body.map((row) => row[column]) })),
      });
    const next = text.slice(close + 8).search(/<table\b/i);
    if (next < 0 || found.length > 100) break;
    at = close + 8 + next;
  }
  return found;
};

/** A cell's text: tags away, the five entities back. */
function plain(html: string): string {
  return html
    .replace(/<[^>]*>?/g, '')
    .replace(
      /&(lt|gt|quot|#39|amp);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name]!,
    )
    .trim();
}
