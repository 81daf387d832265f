import { csvHead, csvHeader, type TableHead } from './csv/csvHeader';
import { NoColumn } from './csv/csvValues';
import { withPoints } from './csv/decimalCommas';
import { DumpReader } from './dumpReader';
import { probeDump } from './probe';
import { readPiece, type PieceReader } from './pieces';
import { readDump } from './readDump';
import type { ReadOptions, RecordSource, RecordSpan } from './recordSource';
import type { RowBlock } from './rowBlocks';
import { asRecords } from './rewritten';
import { withoutSeparatorLine } from './csv/separatorLine';
import { withCommas } from './csv/spaces';
import { withWholeHeader } from './csv/wholeHeader';
import { readRanges, readUntil, utf8Source, type DumpSource, type Utf8Source } from './source';
import type { DumpFields, DumpProbe, ProbeOptions } from './types';
import { isSeparated } from './csv/separated';

/** Records written as text: JSON, JSON Lines, CSV. */
export async function textRecords(source: DumpSource): Promise<RecordSource> {
  return new TextRecords(await asRecords(await tableText(source)), source.name);
}

/** The text of a file, which as that of a table begins with a header of one line. */
const tableText = async (source: DumpSource): Promise<Utf8Source> =>
  withWholeHeader(await withPoints(await withoutSeparatorLine(await withCommas(await utf8Source(source)))));

class TextRecords implements RecordSource {
  readonly name: string;
  readonly size: number;
  readonly encoding?: string;
  readonly unit = 'line';

  private readonly source: Utf8Source;

  /** @param table says by its name how it is to be read */
  constructor(
    private readonly table: Utf8Source & { rewritten?: true },
    name: string,
  ) {
    this.name = name;
    const source = (this.source = { ...table, name });
    this.size = source.size;
    this.encoding = source.encoding;
  }

  async probe(options?: ProbeOptions): Promise<DumpProbe | undefined> {
    const { rewritten } = this.table;
    const probe = await probeDump(this.table, options);
    return probe && rewritten ? { ...probe, rewritten } : probe;
  }

  read(fields: DumpFields, onBlock: (block: RowBlock) => void, options: ReadOptions) {
    return this.named(() => readDump(this.source, fields, onBlock, options));
  }

  /** What a header lacks is told of the file. */
  private async named<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (error) {
      throw error instanceof NoColumn ? error.of(this.name) : error;
    }
  }

  mostReaders({ format }: DumpFields, small: number): number {
    const endsWithLines = format === 'jsonl' || isSeparated(format);
    return endsWithLines && this.source.slice && this.size >= small ? Infinity : 1;
  }

  pieceReader(fields: DumpFields): PieceReader {
    const { source } = this;
    const named: typeof this.named = (read) => this.named(read);
    let header: Promise<Uint8Array> | undefined;
    return {
      async read(piece, classes, onBlock, signal) {
        const before =
          isSeparated(fields.format) && piece.from > 0 ? await (header ??= csvHeader(source)) : undefined;
        return named(() => readPiece(source, fields, piece, classes, onBlock, signal, before));
      },
    };
  }

  /** The records one after the other are a dump of their own, in which `starts` says where each begins. */
  async readAgain(
    fields: DumpFields,
    spans: readonly RecordSpan[],
    onRow: (span: number, block: RowBlock, at: number) => void,
    { signal, giveWay }: ReadOptions,
  ): Promise<void> {
    const texts = await readRanges(this.source, spans, signal);
    const isDelimited = isSeparated(fields.format);
    const starts = new Map<number, number>();
    const format = isDelimited ? fields.format : 'jsonl';
    const reader = new DumpReader({ ...fields, format, records: [] }, (block) => {
      for (let at = 0; at < block.rows; at++) {
        const span = starts.get(block.offset[at]);
        if (span !== undefined) onRow(span, block, at);
      }
    });
    let end = 0;
    const push = (bytes: Uint8Array) => {
      reader.push(bytes);
      end += bytes.length;
    };
    if (isDelimited) push(await csvHeader(this.source));
    for (const [span, bytes] of texts.entries()) {
      await giveWay?.();
      starts.set(end, span);
      // A record may hold line ends where the document is pretty-printed; as one line it reads the same.
      push(isDelimited ? bytes : bytes.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)));
      push(Uint8Array.of(0x0a));
    }
    reader.end();
  }

  tableHead(signal: AbortSignal): Promise<TableHead> {
    return csvHead(readUntil(signal, this.source));
  }

  async textOf(span: RecordSpan, { signal }: ReadOptions): Promise<string> {
    const [bytes] = await readRanges(this.source, [span], signal);
    return new TextDecoder().decode(bytes);
  }
}
