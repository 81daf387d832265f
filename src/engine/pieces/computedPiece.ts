import { logitsOf } from '../../loss/distribution';
import { Growable } from '../../loss/growable';
import type { ComputedRows } from '../../loss/lossTable';
import { ColumnsMemory, rowColumns, type RowColumns } from '../../loss/rowColumns';
import { addFacts, noFacts } from '../../loss/valueFacts';
import type { Piece, PieceReport } from '../../records/pieces';
import type { RecordSource } from '../../records/recordSource';
import type { RowBlock } from '../../records/rowBlocks';
import type { DumpFields } from '../../records/types';
import type { DumpFile, DumpReading } from '../../worker/protocol';
import { PieceMemory } from './pieceMemory';

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
  /** Memory of pieces that are done with. */
  spare?: ArrayBuffer[];
}

/** What is computed of a piece: its rows as one block, which is nobody else's. */
export interface ComputedPiece extends Pick<ComputedRows, 'columns' | 'facts'> {
  report: PieceReport;
  block: RowBlock;
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
  memory = new PieceMemory(),
): Promise<ComputedPiece | undefined> {
  const expected = Math.ceil((piece.to - piece.from) * rowsPerByte);
  const rows = new PieceRows(reading, keep, { expected, classes, memory });
  const report = await source.readPiece!(fields, piece, classes, (block) => rows.add(block), signal);
  rowsPerByte = (1.02 * report.rows) / Math.max(1, report.bytes);
  return rows.standAlone ? { report, ...rows.build(report.classes) } : undefined;
}

/** Of the last piece, and a little more: what memory is made for the next. */
let rowsPerByte = 0;
const columnsMemory = new ColumnsMemory();

class PieceRows {
  standAlone = true;
  private rows = 0;
  private readonly logits: Growable<Float64Array>;
  private readonly label: Growable<Int32Array>;
  private readonly storedLoss: Growable<Float64Array>;
  private readonly offset: Growable<Float64Array>;
  private readonly length: Growable<Int32Array>;
  private readonly line: Growable<Int32Array>;
  private readonly part: Growable<Int32Array>;
  private readonly top: Growable<Int32Array>;
  private readonly topProbability: Growable<Float64Array>;
  private readonly margin: Growable<Float64Array>;
  private readonly entropy: Growable<Float64Array>;
  private readonly logSumExp: Growable<Float64Array>;
  private readonly loss: Growable<Float64Array>;
  private readonly weight: Growable<Float64Array>;
  private readonly rank: Growable<Int32Array>;
  private beside: string[][] | undefined;
  private readonly flags: RowColumns['flags'] = [];
  private readonly facts = noFacts();

  /**
   * @param expected how many rows there seem to be
   * @param memory where their columns are
   */
  constructor(
    private readonly reading: DumpReading,
    private readonly keep: boolean,
    { expected, classes, memory }: { expected: number; classes: number; memory: PieceMemory },
  ) {
    const float64 = (length: number) => new Growable(new Float64Array(memory.take(length * 8)));
    const int32 = (length: number) => new Growable(new Int32Array(memory.take(length * 4)));
    this.logits = float64(keep ? expected * Math.max(1, classes) : 0);
    this.label = int32(expected);
    this.storedLoss = float64(expected);
    this.offset = float64(expected);
    this.length = int32(expected);
    this.line = int32(expected);
    this.part = int32(expected);
    this.top = int32(expected);
    this.topProbability = float64(expected);
    this.margin = float64(expected);
    this.entropy = float64(expected);
    this.logSumExp = float64(expected);
    this.loss = float64(expected);
    this.weight = float64(expected);
    this.rank = int32(expected);
  }

  add(block: RowBlock): void {
    if (block.soft || block.part.some((part) => part > 0)) this.standAlone = false;
    if (!this.standAlone) return;
    const { classes, label } = block;
    const logits = logitsOf(block.logits, this.reading);
    const columns = rowColumns({ logits, classes, label }, SETTINGS, columnsMemory);
    addFacts(this.facts, logits, classes, columns.logSumExp, true);
    if (this.keep) this.logits.append(block.logits);
    for (const key of ['label', 'storedLoss'] as const) if (block[key]) this[key].append(block[key]);
    for (const key of ['offset', 'length', 'line', 'part'] as const) this[key].append(block[key]);
    for (const key of ['top', 'topProbability', 'margin', 'entropy', 'logSumExp'] as const)
      this[key].append(columns[key]);
    for (const key of ['loss', 'weight', 'rank'] as const) if (columns[key]) this[key].append(columns[key]);
    for (const flag of columns.flags) this.flags.push({ ...flag, row: flag.row + this.rows });
    block.beside?.forEach((texts, at) => ((this.beside ??= [])[at] ??= []).push(...texts));
    this.rows += block.rows;
  }

  build(classes: number): Pick<ComputedPiece, 'block' | 'columns' | 'facts'> {
    const { rows, facts, flags, beside } = this;
    const some = <T>(column: { length: number; take(): T }) =>
      column.length > 0 ? column.take() : undefined;
    return {
      facts,
      block: {
        ...{ rows, classes, beside },
        logits: this.logits.take(),
        label: some(this.label),
        storedLoss: some(this.storedLoss),
        offset: this.offset.take(),
        length: this.length.take(),
        line: this.line.take(),
        part: this.part.take(),
      },
      columns: {
        top: this.top.take(),
        topProbability: this.topProbability.take(),
        margin: this.margin.take(),
        entropy: this.entropy.take(),
        logSumExp: this.logSumExp.take(),
        loss: some(this.loss),
        weight: some(this.weight),
        rank: some(this.rank),
        flags,
      },
    };
  }
}

/** The memory of a piece, which goes with it to another thread. */
export function buffersOf({
  block,
  columns,
}: Pick<ComputedPiece, 'columns'> & { block: Partial<RowBlock> }): ArrayBuffer[] {
  const values: unknown[] = [
    ...Object.values<unknown>({ ...block }),
    ...Object.values<unknown>({ ...columns }),
  ];
  return values.filter((one) => ArrayBuffer.isView(one)).map(({ buffer }) => buffer as ArrayBuffer);
}
