import type { TableHead } from './csv/csvHeader';
import type { PieceReader } from './pieces';
import type { RowBlock } from './rowBlocks';
import type { DumpFields, DumpProbe, DumpReport, ProbeOptions, Turns } from './types';

export interface ReadOptions extends Turns {
  signal: AbortSignal;
  /** Bytes on disk read so far, and rows found. */
  onProgress?(bytes: number, rows: number): void;
}

/** Where a record stands: bytes of a text, or its number in a file of columns, where the length says nothing. */
export interface RecordSpan {
  offset: number;
  length: number;
}

/** A file of records, whatever it is written in. All that reads records reads them through this. */
export interface RecordSource {
  /** The file's name, for messages. */
  readonly name: string;
  /** Bytes on disk. */
  readonly size: number;
  /** What a text is written in where that is not plain UTF-8; undefined else. */
  readonly encoding?: string;
  /** What its records are counted by. */
  readonly unit: 'line' | 'record';
  /** What could be logits, labels and losses, told from the first records; undefined where the file holds no records. */
  probe(options?: ProbeOptions): Promise<DumpProbe | undefined>;
  /**
   * Reads all records once, block by block, in memory that does not grow with the file. Throws where no record at all
   * could be read.
   */
  read(fields: DumpFields, onBlock: (block: RowBlock) => void, options: ReadOptions): Promise<DumpReport>;
  /**
   * Reads some records again.
   *
   * @param spans in ascending order, as the blocks of `read` had them
   * @param onRow is given each row of them: the index of its record's span, and the block and the place in it where it is
   */
  readAgain(
    fields: DumpFields,
    spans: readonly RecordSpan[],
    onRow: (span: number, block: RowBlock, at: number) => void,
    options: ReadOptions,
  ): Promise<void>;
  /**
   * How many threads may read pieces of the file apart, in any order; 1 where it has to be read from end to end, or is not worth
   * more.
   *
   * @param small a text of fewer bytes is not
   */
  mostReaders?(fields: DumpFields, small: number): number;
  /** Only where several may read. */
  pieceReader?(fields: DumpFields): PieceReader;
  /** Throws where the file was changed since, which pieces of it that were read apart don't tell. */
  unchanged?(): Promise<void>;
  /** Of a table that is text. */
  tableHead?(signal: AbortSignal): Promise<TableHead>;
  /** A record as a person reads it: its text, or JSON of it. */
  textOf(span: RecordSpan, turns: ReadOptions): Promise<string>;
}
