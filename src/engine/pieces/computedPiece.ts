import { logitsOf } from '../../loss/distribution';
import { float64Column } from '../../loss/growable';
import { LossTableBuilder, type TablePart } from '../../loss/lossTable';
import type { Piece, PieceReport } from '../../records/pieces';
import type { RecordSource } from '../../records/recordSource';
import type { RowBlock } from '../../records/rowBlocks';
import type { DumpFields } from '../../records/types';
import type { DumpFile, DumpReading } from '../../worker/protocol';
import { PlaceColumns, type RowsOfPiece } from '../placeColumns';

/** A piece of a file of records that is to be read. */
export interface PieceRequest {
  file: DumpFile;
  fields: DumpFields;
  reading: DumpReading;
  piece: Piece;
  /** Of a row, once the file's first record has told; 0 before. */
  classes: number;
  /** Whether the numbers are wanted back. */
  keep: boolean;
}

/** What is computed of a piece: plain data that is nobody else's. */
export interface ComputedPiece {
  report: PieceReport;
  rows: RowsOfPiece;
  table: TablePart;
  /** Where they are kept. */
  logits?: Float64Array;
}

/** Rows are all computed alike: these settings are those of a file that is opened. */
const SETTINGS = { temperature: 1 };

/**
 * Reads and computes a piece; undefined where it holds rows that do not stand alone or labels that are no class ids, which
 * are read from end to end.
 */
export async function computedPiece(
  source: RecordSource,
  { fields, reading, piece, classes, keep }: Omit<PieceRequest, 'file'>,
  signal: AbortSignal,
): Promise<ComputedPiece | undefined> {
  const rows = new PieceRows(reading, keep);
  rows.expect(Math.ceil((piece.to - piece.from) * rowsPerByte), classes);
  const report = await source.readPiece!(fields, piece, classes, (block) => rows.add(block), signal);
  rowsPerByte = (1.02 * report.rows) / Math.max(1, report.bytes);
  return rows.standAlone ? { report, ...rows.take() } : undefined;
}

/** Of the last piece, and a little more: what memory is made for the next. */
let rowsPerByte = 0;

class PieceRows {
  standAlone = true;
  private readonly table = new LossTableBuilder(SETTINGS);
  private readonly places = new PlaceColumns();
  private readonly logits = float64Column();

  constructor(
    private readonly reading: DumpReading,
    private readonly keep: boolean,
  ) {}

  expect(rows: number, classes: number): void {
    this.table.expect(rows);
    if (this.keep) this.logits.expect(rows * classes);
  }

  add(block: RowBlock): void {
    if (block.soft || block.part.some((part) => part > 0)) this.standAlone = false;
    if (!this.standAlone) return;
    const { classes, label, storedLoss } = block;
    this.table.add({ logits: logitsOf(block.logits, this.reading), classes, label, storedLoss });
    this.places.append(block);
    if (this.keep) this.logits.append(block.logits);
  }

  take(): Omit<ComputedPiece, 'report'> {
    return {
      table: this.table.take(),
      rows: this.places.take(),
      ...(this.keep && { logits: this.logits.take() }),
    };
  }
}

/** The memory of a piece, which goes with it to another thread. */
export function buffersOf({ rows, table, logits }: ComputedPiece): ArrayBuffer[] {
  const { offset, length, line, part } = rows.places;
  const runs = [offset, length, line, part, rows.label, table.givenLabel].flat();
  const columns: unknown[] = [
    logits,
    ...Object.values<unknown>({ ...table }),
    ...runs.map(({ rest }) => rest),
  ];
  return columns.filter((one) => ArrayBuffer.isView(one)).map(({ buffer }) => buffer as ArrayBuffer);
}
