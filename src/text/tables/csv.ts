import { CsvScanner, unquoted } from '../csvScanner';
import type { TableFormat } from './table';

/**
 * Comma or tab separated values under a header: at least two rows, all as wide as the header, and nothing but numbers
 * in two columns. Without a header, see `headerless.ts`.
 */
export const readCsv: TableFormat = (text) => {
  const found: ReturnType<TableFormat> = [];
  if (!/\d\.\d+"?[,\t]/.test(text)) return found;
  let units: Uint8Array | undefined;
  const lines = text.split('\n');
  let at = 0;
  const starts = lines.map((line) => (at += line.length + 1) - line.length - 1);
  for (let i = 0; i + 2 < lines.length; i++) {
    if (!/^[A-Za-z_"]/.test(lines[i]) || /[[\](){}=:]/.test(lines[i])) continue;
    const delimiter = lines[i].includes('\t') ? '\t' : ',';
    let scanner: CsvScanner | undefined;
    /** The cells of the next line; undefined where a quote is open at its end. */
    const cellsOf = (line: number) => {
      const isLast = line + 1 === lines.length;
      // Until a quote or a lone carriage return comes, a line is a record.
      if (scanner === undefined && !/["\r]/.test(lines[line]))
        return plainCells(lines[line], delimiter, isLast);
      if (scanner === undefined) {
        units ??= unitsOf(text);
        scanner = new CsvScanner(delimiter.charCodeAt(0));
        scanner.at = starts[line];
      }
      const of = scanner;
      const ended = of.next(units!, isLast ? text.length : starts[line + 1]);
      if (!ended && !(isLast && of.finish())) return undefined;
      return Array.from({ length: of.count }, (_, cell) =>
        unquoted(text.slice(of.startOf(cell), of.endOf(cell))).trim(),
      );
    };
    const names = cellsOf(i);
    if (!names || names.length < 2 || names.some((name) => name === '' || /^[-\d.]/.test(name))) continue;
    const rows: string[][] = [];
    let last = i;
    for (let row = i + 1; row < lines.length; row++) {
      const cells = cellsOf(row);
      if (cells?.length !== names.length) break;
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

function plainCells(line: string, delimiter: string, isLast: boolean): string[] | undefined {
  if (isLast && line === '') return undefined;
  return line.split(delimiter).map((cell) => cell.trim());
}

/** One byte for each UTF-16 unit, so that places in them are places in the text; those beyond ASCII are all alike. */
function unitsOf(text: string): Uint8Array {
  const units = new Uint8Array(text.length);
  const { read, written } = new TextEncoder().encodeInto(text, units);
  if (read === text.length && written === text.length) return units;
  for (let i = 0; i < text.length; i++) units[i] = Math.min(text.charCodeAt(i), 0xff);
  return units;
}
