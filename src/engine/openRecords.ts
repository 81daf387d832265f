import { logitsOf } from '../loss/distribution';
import { LossTableBuilder } from '../loss/lossTable';
import { shiftLabels } from '../loss/sequences';
import type { RowBlock } from '../records/rowBlocks';
import type { DumpReading, ViewSettings } from '../worker/protocol';
import type { CallContext } from './callContext';
import type { OpenedRecords, RecordsRequest } from './openedRecords';
import { openInPieces } from './pieces/openInPieces';
import { openRecordSource } from './recordSource';
import { progressing, RecordColumns } from './recordRows';

/**
 * Reads a file of records, and computes the columns of its rows on the way: a large file is not read twice to be shown.
 *
 * @param keptBytes memory for the file's numbers
 */
export async function openRecords(
  request: RecordsRequest,
  context: CallContext,
  keptBytes?: number,
): Promise<OpenedRecords> {
  const { file, fields, reading } = request;
  const source = await openRecordSource(file);
  const inPieces = await openInPieces(source, request, context, keptBytes);
  if (inPieces) return inPieces;
  const settings: ViewSettings = { temperature: 1, ...(fields.shifted && { shifted: true }) };
  const columns = new RecordColumns(file, source, fields, keptBytes);
  const builder = new LossTableBuilder(settings, fields.shifted ? {} : { given: columns.label });
  const expect = (rows: number) => {
    columns.expect(rows);
    builder.expect(rows);
  };
  const add = (block: RowBlock) => {
    columns.add(block);
    builder.add(asShown(block, reading, settings));
  };
  const report = await source.read(fields, add, progressing(source, context, expect));
  return { rows: columns.build(report), reading, table: builder.build() };
}

/** A record's rows are one sequence, and never in two blocks. */
function asShown(block: RowBlock, reading: DumpReading, { shifted }: ViewSettings) {
  const { label, soft, part } = block;
  const logits = logitsOf(block.logits, reading);
  return { ...block, logits, label: shifted && label && !soft ? shiftLabels(label, part) : label };
}
