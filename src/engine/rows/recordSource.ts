import { columnarRecords } from '../../records/columnar/open';
import type { RecordSource } from '../../records/recordSource';
import { readUntil } from '../../records/source';
import { textRecords } from '../../records/textRecords';
import type { DumpFile } from '../../worker/protocol';
import { openDumpFile } from '../files/fileSource';

/**
 * The records of a file, read as its first bytes say.
 *
 * @param signal of the call that opens it: to tell what it holds, much of it may have to be read
 */
export async function openRecordSource(file: DumpFile, signal?: AbortSignal): Promise<RecordSource> {
  const opened = await openDumpFile(file);
  const source = signal ? readUntil(signal, opened) : opened;
  const records = (await columnarRecords(source)) ?? (await textRecords(source));
  return Object.assign(records, { unchanged: source.unchanged });
}
