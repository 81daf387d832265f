import { logitsOf } from '../../loss/distribution';
import { float64Column } from '../../loss/growable';
import { LossTableBuilder, TableMemory, type TablePart } from '../../loss/lossTable';
import { standAlone } from '../../loss/sequences';
import type { Piece, PieceReader, PieceReport } from '../../records/pieces';
import type { RecordSource } from '../../records/recordSource';
import type { RowBlock } from '../../records/rowBlocks';
import type { DumpFields } from '../../records/types';
import type { DumpFile, DumpReading } from '../../worker/protocol';
import { PlaceColumns, type RowsOfPiece } from '../rows/placeColumns';

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
  /** Its columns stand in one buffer, which whoever computes the next piece may have back. */
  table: TablePart;
  /** Where they are kept. */
  logits?: Float64Array;
}

/** Rows are all computed alike: these settings are those of a file that is opened. */
const SETTINGS = { temperature: 1 };

/** Computes pieces of one file, one after the other, in memory that stays: new memory costs about as much as a piece. */
export class PieceComputer {
  private readonly memory = new TableMemory();
  private readonly spare: ArrayBuffer[] = [];
  private reader: PieceReader | undefined;
  /** Of the last piece, and a little more: what memory is made for the next. */
  private rowsPerByte = 0;

  constructor(private readonly source: RecordSource) {}

  /**
   * Reads and computes a piece; undefined where it holds rows that do not stand alone or labels that are no class ids, which
   * are read from end to end.
   */
  async compute(
    { fields, reading, piece, classes, keep }: Omit<PieceRequest, 'file'>,
    signal: AbortSignal,
  ): Promise<ComputedPiece | undefined> {
    const rows = new PieceRows(reading, keep, this.memory);
    rows.expect(Math.ceil((piece.to - piece.from) * this.rowsPerByte), classes);
    this.reader ??= this.source.pieceReader!(fields);
    const report = await this.reader.read(piece, classes, (block) => rows.add(block), signal);
    if (report.bytes > 0) this.rowsPerByte = (1.02 * report.rows) / report.bytes;
    if (!rows.standAlone) return undefined;
    const { table, ...taken } = rows.take();
    return { report, ...taken, table: inOneBuffer(table, (bytes) => this.take(bytes)) };
  }

  /** What a piece was in that is no longer needed. */
  takeBack(buffer: ArrayBuffer): void {
    this.spare.push(buffer);
  }

  private take(bytes: number): ArrayBuffer {
    const fitting = this.spare.findIndex(({ byteLength }) => byteLength >= bytes);
    return fitting < 0 ? new ArrayBuffer(Math.ceil(1.1 * bytes)) : this.spare.splice(fitting, 1)[0];
  }
}

class PieceRows {
  standAlone = true;
  private readonly places = new PlaceColumns();
  private readonly table: LossTableBuilder;
  private readonly logits = float64Column();

  constructor(
    private readonly reading: DumpReading,
    private readonly keep: boolean,
    memory: TableMemory,
  ) {
    this.table = new LossTableBuilder(SETTINGS, { given: this.places.label, memory, isPart: true });
  }

  expect(rows: number, classes: number): void {
    this.table.expect(rows);
    if (this.keep) this.logits.expect(rows * classes);
  }

  add(block: RowBlock): void {
    if (block.soft || !standAlone(block.part)) this.standAlone = false;
    if (!this.standAlone) return;
    const { classes, label, storedLoss } = block;
    this.places.append(block);
    this.table.add({ logits: logitsOf(block.logits, this.reading), classes, label, storedLoss });
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

/** Those of longer elements first, so that each begins where its elements may. */
const COLUMNS = ['topProbability', 'loss', 'storedLoss', 'top', 'label'] as const;

/** A copy whose columns stand one behind the other. */
function inOneBuffer(part: TablePart, memory: (bytes: number) => ArrayBuffer): TablePart {
  const columns = COLUMNS.flatMap((key) => part[key] ?? []);
  const buffer = memory(columns.reduce((sum, { byteLength }) => sum + byteLength, 0));
  const copies: Partial<Record<string, ArrayBufferView>> = {};
  let at = 0;
  for (const key of COLUMNS) {
    const column = part[key];
    if (!column) continue;
    const Kind = column.constructor as Float64ArrayConstructor;
    const copy = new Kind(buffer, at, column.length);
    copy.set(column);
    copies[key] = copy;
    at += column.byteLength;
  }
  return { ...part, ...copies };
}

/** The buffer that a piece's columns stand in. */
export function bufferOf({ table }: ComputedPiece): ArrayBuffer {
  return table.topProbability.buffer as ArrayBuffer;
}

/** The memory of a piece, which goes with it to another thread. */
export function buffersOf(piece: ComputedPiece): ArrayBuffer[] {
  const { rows, logits } = piece;
  const { offset, length, line, part } = rows.places;
  const rests = [offset, length, line, part, rows.label].flat().flatMap(({ rest }) => rest ?? []);
  return [
    ...new Set([bufferOf(piece), ...[...rests, ...(logits ? [logits] : [])].map(({ buffer }) => buffer)]),
  ] as ArrayBuffer[];
}
