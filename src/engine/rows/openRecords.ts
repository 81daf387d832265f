import { logitsOf } from '../../loss/distribution';
import { LossTableBuilder } from '../../loss/lossTable';
import { shiftLabels } from '../../loss/sequences';
import type { RowBlock } from '../../records/rowBlocks';
import type { DumpFields, DumpReport } from '../../records/types';
import type { DumpReading, ViewSettings } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import type { OpenedRecords, RecordsRequest } from './openedRecords';
import { openInPieces } from '../pieces/openInPieces';
import { openRecordSource } from './recordSource';
import { progressing, RecordColumns } from './recordRows';

/**
 * Reads a file of records, once more where they have choices of their own, as questions do: a softmax of each needs no others.
 *
 * @param keptBytes memory for the file's numbers
 */
export async function openRecords(
  request: RecordsRequest,
  context: CallContext,
  keptBytes?: number,
): Promise<OpenedRecords> {
  const opened = await readRecords(request, context, keptBytes);
  const padded = paddedFields(request, opened.rows.report);
  return padded ? readRecords({ ...request, fields: padded }, context, keptBytes) : opened;
}

/** One record in so many of another width is no damage. */
const LEAST_OTHERS = 0.1;

/** Fields of records of which each has its own number of choices; undefined where that is no more than damage to some. */
function paddedFields({ fields, reading }: RecordsRequest, report: DumpReport): DumpFields | undefined {
  const { widest = 0, classes, records, counts } = report;
  const others = counts.find(({ kind }) => kind === 'width')?.count ?? 0;
  const to = Math.max(widest, classes);
  const { labels, scored, scalar, labelSets, hotLabels, shifted, padded, classNames } = fields;
  const isOther = scored ?? scalar ?? labelSets ?? hotLabels ?? shifted ?? padded;
  const names = classNames && letters(to);
  const areNamed = classNames?.some((name, id) => name !== names?.[id]) ?? false;
  // A short record among a few is damaged.
  const areFew = records < LEAST_RECORDS || others < LEAST_OTHERS * records;
  if (!labels || isOther || areNamed || to > MOST_CHOICES || areFew) return undefined;
  return {
    ...fields,
    ...(names && { classNames: names }),
    padded: { to, by: reading === 'probabilities' ? 0 : -Infinity },
  };
}

const MOST_CHOICES = 26;
const LEAST_RECORDS = 10;
const letters = (count: number) => Array.from({ length: count }, (_, id) => String.fromCharCode(65 + id));

/**
 * Reads a file of records, and computes the columns of its rows on the way: a large file is not read twice to be shown.
 *
 * @param keptBytes memory for the file's numbers
 */
async function readRecords(
  request: RecordsRequest,
  context: CallContext,
  keptBytes?: number,
): Promise<OpenedRecords> {
  const { file, fields, reading } = request;
  const source = await openRecordSource(file, context.signal);
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
  const told = fields.padded ? { ...report, isPadded: true as const } : report;
  return { rows: columns.build(told), reading, table: builder.build() };
}

/** A record's rows are one sequence, and never in two blocks. */
function asShown(block: RowBlock, reading: DumpReading, { shifted }: ViewSettings) {
  const { label, soft, part } = block;
  const logits = logitsOf(block.logits, reading);
  return { ...block, logits, label: shifted && label && !soft ? shiftLabels(label, part) : label };
}
