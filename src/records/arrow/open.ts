import * as l10n from '@vscode/l10n';
import {
  CompressionType,
  compressionRegistry,
  RecordBatchReader,
  type RecordBatch,
  type Schema,
} from 'apache-arrow';
import { decompress as unpackZstd } from 'fzstd';
import { smallestOf } from '../../arrays/longLists';
import type { ColumnarFile, Group, GroupReader } from '../columnar/columnarFile';
import type { FileBytes } from '../columnar/fileBytes';
import { unpackLz4Frame } from '../columnar/lz4';
import type { FieldValues } from '../fieldValues';
import type { ColumnarFormat } from '../types';
import { columnsOf, type ArrowColumn } from './columns';
import { messagesFrom, type MessagePlace } from './messages';
import { schemaInFooter, schemaMessage } from './schema';
import { valuesOf } from './values';

/** A batch is decoded as a whole. */
const MAX_BATCH = 1 << 30;

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: unpackLz4Frame });
// What is unpacked begins anywhere in a buffer, and numbers are read from places that are multiples of their size.
compressionRegistry.set(CompressionType.ZSTD, { decode: (packed) => unpackZstd(packed).slice() });

/** A record batch, and how many of the dictionaries before it count for it. */
interface Batch extends Group {
  place: MessagePlace;
  dictionaries: number;
}

/** A file or stream of Arrow's; record batches are read one by one. */
export async function openArrow(file: FileBytes, format: ColumnarFormat): Promise<ColumnarFile> {
  let schema: Schema | undefined;
  const dictionaries: MessagePlace[] = [];
  const batches: Batch[] = [];
  for await (const place of messagesFrom(file, format === 'arrow-file' ? 8 : 0)) {
    const { message } = place;
    if (message.isSchema()) schema ??= message.header();
    else if (message.isDictionaryBatch()) dictionaries.push(place);
    else if (message.isRecordBatch())
      batches.push({
        records: message.header().length,
        bytes: place.length,
        place,
        dictionaries: dictionaries.length,
      });
  }
  if (!schema && format === 'arrow-stream') throw new Error(l10n.t('the Arrow stream has no schema'));
  schema ??= await schemaInFooter(file);
  const start = schemaMessage(schema);
  return {
    format,
    columns: columnsOf(schema.fields),
    groups: batches,
    metadata: schema.metadata,
    open(group, columns, signal) {
      const batch = batches[group];
      return groupReader(batch, columns as readonly ArrowColumn[], async () => {
        const parts = [start];
        for (const place of [...dictionaries.slice(0, batch.dictionaries), batch.place]) {
          signal.throwIfAborted();
          if (place.length > MAX_BATCH)
            throw new Error(
              l10n.t('a record batch of {0} bytes is above the limit of {1}', place.length, MAX_BATCH),
            );
          parts.push(await file.slice(place.offset, place.length));
        }
        return decoded(parts);
      });
    },
  };
}

function groupReader(
  { records }: Batch,
  columns: readonly ArrowColumn[],
  load: () => Promise<RecordBatch>,
): GroupReader {
  let takers: ((record: number, into: FieldValues) => void)[] | undefined;
  const at = columns.map(() => 0);
  return {
    async ready() {
      if (!takers) {
        const batch = await load();
        if (batch.numRows !== records) throw new Error(l10n.t('a record batch is damaged'));
        takers = columns.map((column) => valuesOf(batch, column));
      }
      return smallestOf(at.map((taken) => records - taken));
    },
    take(column, into) {
      into.reset();
      into.seen = 1;
      takers![column](at[column]++, into);
    },
  };
}

function decoded(parts: Uint8Array[]): RecordBatch {
  const reader = RecordBatchReader.from(parts);
  try {
    const next = reader.next() as IteratorResult<RecordBatch, undefined>;
    if (next.done) throw new Error(l10n.t('a record batch is missing'));
    return next.value;
  } finally {
    reader.cancel();
  }
}
