import { columnarRecords } from '../../records/columnar/open';
import { csvHead } from '../../records/csvHeader';
import type { RecordSource } from '../../records/recordSource';
import { tableText, textRecords } from '../../records/textRecords';
import type { DumpFile } from '../../worker/protocol';
import { openDumpFile } from '../files/fileSource';

/** The records of a file, read as its first bytes say. */
export async function openRecordSource(file: DumpFile): Promise<RecordSource> {
  const source = await openDumpFile(file);
  const records = (await columnarRecords(source)) ?? (await textRecords(source));
  return Object.assign(records, { unchanged: source.unchanged });
}

/** The header that a table's records are read by, closed by a line end, and what delimits its fields. */
export const tableHead = async (file: DumpFile) => csvHead(await tableText(await openDumpFile(file)));
