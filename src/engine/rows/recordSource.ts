import { columnarRecords } from '../../records/columnar/open';
import type { RecordSource } from '../../records/recordSource';
import { textRecords } from '../../records/textRecords';
import type { DumpFile } from '../../worker/protocol';
import { openDumpFile } from '../files/fileSource';

/** The records of a file, read as its first bytes say. */
export async function openRecordSource(file: DumpFile): Promise<RecordSource> {
  const source = await openDumpFile(file);
  const records = (await columnarRecords(source)) ?? (await textRecords(source));
  return Object.assign(records, { unchanged: source.unchanged });
}
