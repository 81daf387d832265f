import type { LossTable } from '../../loss/lossTable';
import type { DumpFields } from '../../records/types';
import type { DumpFile, DumpReading } from '../../worker/protocol';
import type { RecordRows } from './recordRows';

export interface RecordsRequest {
  file: DumpFile;
  fields: DumpFields;
  reading: DumpReading;
}

/** A file of records that was read, with the table of its rows as they stand in it. */
export interface OpenedRecords {
  rows: RecordRows;
  reading: DumpReading;
  table: LossTable;
}
