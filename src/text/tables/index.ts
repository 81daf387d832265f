import { append } from '../../arrays/longLists';
import type { FindContext } from '../../arrays/types';
import { Ranges } from '../ranges';
import { columnsTables } from './columns';
import { readCsv } from './csv';
import { readDataFrame } from './dataframe';
import { readHeaderless } from './headerless';
import { readHtml } from './html';
import { readPiped } from './piped';
import { readPolars } from './polars';
import type { Table, TableFormat } from './table';

const formats: readonly TableFormat[] = [
  readHtml,
  readPolars,
  readPiped,
  readDataFrame,
  readCsv,
  readHeaderless,
];

/** Tables in longer texts are files, not prints. */
const LONGEST = 4_000_000;

/** Tables of numbers in a text, `most` at most: columns that belong together as one matrix. */
export function readTables(text: string, context: FindContext, most: number): Table[] {
  if (text.length > LONGEST) return [];
  const tables: Table[] = [];
  for (const format of formats) {
    const before = new Ranges(tables.map(({ range }) => range));
    for (const { range, container, columns, total, ids } of format(text, context)) {
      if (tables.length >= most) return tables;
      if (before.overlap(range)) continue;
      append(tables, columnsTables(range, container, columns, total, ids));
    }
  }
  return tables;
}
