import { logitsOf } from '../loss/distribution';
import { LossTableBuilder, type LossTable } from '../loss/lossTable';
import { shiftLabels } from '../loss/sequences';
import type { RowBlock } from '../records/rowBlocks';
import type { DumpFields } from '../records/types';
import type { DumpFile, DumpReading, ViewSettings } from '../worker/protocol';
import type { CallContext } from './callContext';
import { readRecords, type RecordRows } from './recordRows';

/** A file of records that was read, with the table of its rows as they stand in it. */
export interface OpenedRecords {
  rows: RecordRows;
  reading: DumpReading;
  table: LossTable;
}

/** Reads a file of records, and computes the columns of its rows on the way: a large file is not read twice to be shown. */
export async function openRecords(
  { file, fields, reading }: { file: DumpFile; fields: DumpFields; reading: DumpReading },
  context: CallContext,
  keptBytes?: number,
): Promise<OpenedRecords> {
  const settings: ViewSettings = { temperature: 1, ...(fields.shifted && { shifted: true }) };
  const builder = new LossTableBuilder(settings);
  const into = {
    add: (block: RowBlock) => builder.add(asShown(block, reading, settings)),
    expect: (rows: number) => builder.expect(rows),
  };
  const rows = await readRecords(file, fields, context, into, keptBytes);
  return { rows, reading, table: builder.build() };
}

/** A record's rows are one sequence, and never in two blocks. */
function asShown(block: RowBlock, reading: DumpReading, { shifted }: ViewSettings) {
  const { label, soft, part } = block;
  const logits = logitsOf(block.logits, reading);
  return { ...block, logits, label: shifted && label && !soft ? shiftLabels(label, part) : label };
}
