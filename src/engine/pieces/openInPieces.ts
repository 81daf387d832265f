import { LossTableBuilder } from '../../loss/lossTable';
import { Problems } from '../../records/problems';
import { tellEncoding } from '../../records/readDump';
import type { RecordSource } from '../../records/recordSource';
import { reportOf } from '../../records/reportOf';
import type { CallContext } from '../callContext';
import type { OpenedRecords, RecordsRequest } from '../rows/openedRecords';
import { progressing, RecordColumns } from '../rows/recordRows';
import { PieceComputer, type ComputedPiece } from './computedPiece';
import { readerCount, Readers } from './readers';
import { SharedReading } from './sharedReading';

/** Bytes, of text. */
interface PieceSizes {
  /** A smaller file is read before threads have started and have their loops compiled. */
  small: number;
  /** Read by the worker itself: it tells how many classes there are, and whether the file may be read in pieces at all. */
  first: number;
  /** Long enough to be worth a message, short enough for a few of them to be held by each thread. */
  piece: number;
}

const SIZES: PieceSizes = { small: 96 << 20, first: 1 << 20, piece: 8 << 20 };

/**
 * Reads a file by several threads, each of which computes the columns of its pieces; what they give is put together in the
 * file's order, so that everything is the same as if one had read it. Undefined where one has to.
 */
export async function openInPieces(
  source: RecordSource,
  request: RecordsRequest,
  context: CallContext,
  keptBytes?: number,
  { small, first: firstSize, piece: pieceSize } = SIZES,
): Promise<OpenedRecords | undefined> {
  const { file, fields, reading } = request;
  const most = file.path === undefined ? 1 : (source.mostReaders?.(fields, small) ?? 1);
  const count = Math.min(readerCount(), most);
  if (count < 2 || fields.shifted || fields.padded || fields.scalar || fields.labelSets || fields.hotLabels)
    return undefined;
  const { signal } = context;
  const computer = new PieceComputer(source);
  const joined = new JoinedPieces(source, request, context, keptBytes);
  // This thread is one of them, and the others start while it reads the first piece.
  const readers = new Readers(count - 1);
  const abort = () => readers.close(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    const piece = { from: 0, to: firstSize };
    const first = await computer.compute({ fields, reading, piece, classes: 0, keep: joined.keeps }, signal);
    if (!first || first.report.rows === 0) return undefined;
    const { classes, end } = first.report;
    joined.add(first);
    const sharing = new SharedReading(
      { size: source.size, computer, readers, signal },
      (piece) => ({ file, fields, reading, piece, classes, keep: joined.keeps }),
      { from: end, pieceSize },
    );
    for await (const computed of sharing.pieces()) {
      if (!computed) return undefined;
      joined.add(computed);
    }
    await source.unchanged?.();
    return joined.build();
  } finally {
    signal.removeEventListener('abort', abort);
    readers.close(new Error('closed'));
  }
}

const NONE = new Float64Array(0);

/** Puts pieces together, in the file's order. */
class JoinedPieces {
  private readonly columns: RecordColumns;
  private readonly builder: LossTableBuilder;
  private readonly problems = new Problems();
  private readonly onProgress: (bytes: number, rows: number) => void;
  private readonly sums = { records: 0, rows: 0, classes: 0, blankLines: 0 };
  private lines = 0;
  private bytes = 0;

  constructor(
    private readonly source: RecordSource,
    private readonly request: RecordsRequest,
    context: CallContext,
    keptBytes?: number,
  ) {
    tellEncoding(source, this.problems);
    this.columns = new RecordColumns(request.file, source, request.fields, keptBytes);
    this.builder = new LossTableBuilder({ temperature: 1 }, { given: this.columns.label });
    ({ onProgress: this.onProgress } = progressing(source, context, (rows) => {
      this.columns.expect(rows);
      this.builder.expect(rows);
    }));
  }

  get keeps(): boolean {
    return this.columns.keeps;
  }

  add({ report, rows, table, logits }: ComputedPiece): void {
    const { sums } = this;
    if (table.rows > 0) {
      const { classes, storedLoss } = table;
      this.columns.join(rows, { rows: table.rows, classes, logits: logits ?? NONE, storedLoss }, this.lines);
      this.builder.addPart(table);
    }
    this.problems.merge(report.problems, this.lines);
    for (const key of ['records', 'rows', 'blankLines'] as const) sums[key] += report[key];
    sums.classes = report.classes;
    this.lines += report.lines;
    this.bytes += report.bytes;
    this.onProgress(this.bytes, sums.rows);
  }

  build(): OpenedRecords {
    const { source, request, problems, sums, bytes } = this;
    const report = reportOf(source.name, { ...sums, problems }, bytes, source.unit);
    return { rows: this.columns.build(report), reading: request.reading, table: this.builder.build() };
  }
}
