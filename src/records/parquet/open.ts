import * as l10n from '@vscode/l10n';
import type { ColumnMetaData, FileMetaData, RowGroup, SchemaTree } from 'hyparquet/src/types.js';
import { parquetMetadata, parquetSchema } from 'hyparquet/src/metadata.js';
import { checkValues } from '../columnar/claims';
import type { ColumnarFile, GroupReader } from '../columnar/columnarFile';
import type { FileBytes } from '../columnar/fileBytes';
import type { FieldValues } from '../fields/fieldValues';
import type { Turns } from '../types';
import { checkThrift } from './checkThrift';
import { ColumnCursor } from './columnCursor';
import { leavesOf, type Leaf } from './leaf';
import { ColumnMemory } from './pageMemory';
import { Pages } from './pages';

/** The footer of the largest files has some megabytes. */
const MAX_FOOTER = 256 << 20;
/** Its length, and the magic number. */
const END = 8;

/** A Parquet file, by its footer; column chunks are read page by page. */
export async function openParquet(file: FileBytes): Promise<ColumnarFile> {
  const metadata = await readFooter(file);
  const { leaves, pairs } = leavesOf(schemaOf(metadata));
  const groups = metadata.row_groups.map((group) => new Chunks(group));
  /** Columns whose values, in all groups, are as many as the file may have. */
  const checked = new WeakSet<readonly unknown[]>();
  return {
    format: 'parquet',
    columns: leaves,
    pairs,
    groups: metadata.row_groups.map(({ num_rows: records, columns }) => ({
      records: countOf(records),
      bytes: columns.reduce(
        (sum, { meta_data: chunk }) => sum + Number(chunk?.total_compressed_size ?? 0),
        0,
      ),
    })),
    metadata: new Map(metadata.key_value_metadata?.map(({ key, value }) => [key, value ?? ''])),
    open: (group, columns, turns, memory) => {
      const leaves = columns as readonly Leaf[];
      if (!checked.has(columns)) checkValues(valuesIn(groups, leaves), file.size);
      checked.add(columns);
      return openGroup(file, groups[group], leaves, turns, memory as Map<number, ColumnMemory>);
    },
  };
}

async function readFooter(file: FileBytes): Promise<FileMetaData> {
  if (file.size < END + 4) throw new Error(l10n.t('the Parquet file ends before its footer'));
  const end = await file.slice(file.size - END, END);
  const view = new DataView(end.buffer, end.byteOffset, end.byteLength);
  if (view.getUint32(4, true) !== 0x31524150)
    throw new Error(
      l10n.t('the Parquet file has no footer at its end; it is cut off, or still being written'),
    );
  const length = view.getUint32(0, true) + END;
  if (length > file.size || length > MAX_FOOTER)
    throw new Error(l10n.t('the footer of the Parquet file is damaged: it claims {0} bytes', length));
  const footer = await file.slice(file.size - length, length);
  let metadata: FileMetaData;
  try {
    checkThrift(footer.subarray(0, footer.length - END));
    metadata = parquetMetadata(footer, { geoparquet: false });
  } catch (error) {
    throw new Error(l10n.t('the footer of the Parquet file is damaged'), { cause: error });
  }
  checkSchema(metadata.schema);
  return metadata;
}

function schemaOf(metadata: FileMetaData): SchemaTree {
  try {
    return parquetSchema(metadata);
  } catch (error) {
    throw new Error(l10n.t('the footer of the Parquet file is damaged'), { cause: error });
  }
}

/** Groups inside groups: of each column the whole path is kept. */
const DEEPEST = 100;

/** Throws where the elements of a schema are fewer than they claim to hold, or nested deeper than anybody has them. */
function checkSchema(schema: FileMetaData['schema']): void {
  /** Elements still to come inside those around. */
  const open: number[] = [];
  for (const [i, { num_children: children = 0 }] of schema.entries()) {
    while (open.at(-1) === 0) open.pop();
    if (open.length === 0 && i > 0) break;
    if (open.length > 0) open[open.length - 1]--;
    if (!(children > 0)) continue;
    open.push(children);
    if (open.length > DEEPEST) throw new Error(l10n.t('the columns of the Parquet file are nested too deep'));
  }
  if (schema.length === 0 || open.some((missing) => missing > 0))
    throw new Error(l10n.t('the footer of the Parquet file is damaged'));
}

function openGroup(
  file: FileBytes,
  group: Chunks,
  leaves: readonly Leaf[],
  turns: Turns,
  memory = new Map<number, ColumnMemory>(),
): GroupReader {
  const cursors = leaves.map((leaf, column) => {
    const own = memory.get(column) ?? new ColumnMemory();
    memory.set(column, own);
    return new ColumnCursor(leaf, new Pages(file, leaf, group.of(leaf), own, turns));
  });
  return {
    async ready() {
      let ready = Infinity;
      for (const cursor of cursors) {
        turns.signal?.throwIfAborted();
        if (!(await cursor.load())) return 0;
        ready = Math.min(ready, cursor.ready);
      }
      return cursors.length === 0 ? 0 : ready;
    },
    uniform: (column, width, most) => cursors[column].uniform(width, most),
    numbers: (column, width, records) => cursors[column].numbers(width, records),
    pass: (column, width, records) => cursors[column].pass(width, records),
    take: (column: number, into: FieldValues) => cursors[column].take(into),
  };
}

/** The column chunks of a group, found by their paths. */
class Chunks {
  private byPath: Map<string, RowGroup['columns'][number]> | undefined;

  constructor(private readonly group: RowGroup) {}

  of(leaf: Leaf): ColumnMetaData {
    const column = this.find(leaf);
    const name = leaf.path.join('.');
    if (!column?.meta_data) throw new Error(l10n.t('the column {0} has no data', JSON.stringify(name)));
    if (column.file_path) throw new Error(l10n.t('the column {0} is in another file', JSON.stringify(name)));
    return column.meta_data;
  }

  valuesOf(leaf: Leaf): number {
    return Number(this.find(leaf)?.meta_data?.num_values ?? 0);
  }

  private find({ physicalPath }: Leaf) {
    if (!this.byPath) {
      this.byPath = new Map();
      for (const column of this.group.columns) {
        const key = column.meta_data?.path_in_schema.join('\0');
        if (key !== undefined && !this.byPath.has(key)) this.byPath.set(key, column);
      }
    }
    return this.byPath.get(physicalPath.join('\0'));
  }
}

const valuesIn = (groups: readonly Chunks[], leaves: readonly Leaf[]): number =>
  leaves.reduce((sum, leaf) => groups.reduce((all, group) => all + group.valuesOf(leaf), sum), 0);

function countOf(records: bigint): number {
  if (typeof records === 'bigint' && records >= 0n && records <= BigInt(Number.MAX_SAFE_INTEGER))
    return Number(records);
  if (typeof records !== 'bigint') throw new Error(l10n.t('the footer of the Parquet file is damaged'));
  throw new Error(
    l10n.t('the footer of the Parquet file is damaged: it claims {0} records', String(records)),
  );
}
