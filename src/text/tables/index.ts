import type { FindContext } from '../../arrays/types';
import { columnsTable } from './columns';
import { readCsv } from './csv';
import { readDataFrame } from './dataframe';
import { readHtml } from './html';
import { readPolars } from './polars';
import type { Table, TableFormat } from './table';

const formats: readonly TableFormat[] = [readHtml, readPolars, readDataFrame, readCsv];

/** Tables in longer texts are files, not prints. */
const LONGEST = 4_000_000;

/** Every table of numbers in a text: columns that belong together as one matrix. */
export function readTables(text: string, context: FindContext): Table[] {
  if (text.length > LONGEST) return [];
  const tables: Table[] = [];
  for (const format of formats)
    for (const { range, container, columns, total } of format(text, context)) {
      if (tables.some((one) => one.range[0] < range[1] && range[0] < one.range[1])) continue;
      const table = columnsTable(range, container, columns, total);
      if (table !== undefined) tables.push(table);
    }
  return tables;
}
