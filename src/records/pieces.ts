import { DumpReader } from './dumpReader';
import { NEWLINE } from './text/jsonBytes';
import type { ProblemsOfPiece } from './problems';
import type { RowBlock } from './rowBlocks';
import type { DumpSource } from './source';
import type { DumpFields } from './types';

/** Bytes of a file from `from` to before `to`. */
export interface Piece {
  from: number;
  to: number;
  /** A record starts at `from`; else the first one is looked for behind a line end. */
  isStart?: boolean;
}

/** What came of a piece besides its rows; lines are counted from its first. */
export interface PieceReport {
  records: number;
  rows: number;
  classes: number;
  blankLines: number;
  lines: number;
  /** Bytes of its records. */
  bytes: number;
  /**
   * Where its first record was taken to start, and where the next behind its last one does: a piece is right if the piece
   * before it ends there.
   */
  start: number;
  end: number;
  problems: ProblemsOfPiece;
}

/** Reads pieces of a file, one after the other. */
export interface PieceReader {
  /**
   * Reads the records that start in a piece, the last of them to its end: pieces that follow each other hold every record
   * once, wherever they are cut. Offsets of records are those of the whole file.
   *
   * @param classes of a row, once a record has told; 0 before
   */
  read(
    piece: Piece,
    classes: number,
    onBlock: (block: RowBlock) => void,
    signal: AbortSignal,
  ): Promise<PieceReport>;
}

/** How far a record may go on behind a piece of which nobody knows whether it started with one. */
const MOST_BEHIND = 8 << 20;

/**
 * Records that end with lines. Fields of CSV may hold line ends, so that the first record of a piece may be none: see `start`.
 *
 * @param header what stands before the records of every piece but the first
 */
export async function readPiece(
  source: DumpSource,
  fields: DumpFields,
  { from, to, isStart = from === 0 }: Piece,
  classes: number,
  onBlock: (block: RowBlock) => void,
  signal: AbortSignal,
  header?: Uint8Array,
): Promise<PieceReport> {
  let reader: DumpReader | undefined;
  let bytes = 0;
  const push = (part: Uint8Array, offset: number) => {
    reader ??= new DumpReader(fields, onBlock, { offset, classes, header });
    reader.push(part);
    bytes += part.length;
  };
  // A line starts at `from` where the byte before ends one.
  let at = isStart ? from : from - 1;
  let start = isStart ? from : -1;
  let isDone = false;
  for await (const chunk of source.chunks(signal, undefined, { from: at, to })) {
    signal.throwIfAborted();
    if (start < 0) {
      const newline = chunk.indexOf(NEWLINE);
      if (newline >= 0) start = at + newline + 1;
    }
    if (start < 0 ? at + chunk.length >= to : start >= to) break;
    if (start >= 0)
      for (let first = Math.max(0, start - at); first < chunk.length && !isDone;) {
        const last = chunk.indexOf(NEWLINE, Math.max(first, to - 1 - at));
        const end = last < 0 ? chunk.length : last + 1;
        push(chunk.subarray(first, end), at + first);
        first = end;
        isDone = last >= 0 && !reader!.isInRecord;
      }
    if (isDone) break;
    at += chunk.length;
    if (isStart || at < to + MOST_BEHIND) continue;
    start = -1;
    break;
  }
  signal.throwIfAborted();
  reader?.end();
  return { ...countsOf(reader, classes), bytes, start, end: start + bytes };
}

/** @param classes of a row, where nothing was read */
function countsOf(reader: DumpReader | undefined, classes: number) {
  if (!reader)
    return { records: 0, rows: 0, classes, blankLines: 0, lines: 0, problems: { listed: [], counts: [] } };
  const { records, rows, blankLines, lines, problems } = reader;
  return { records, rows, classes: reader.classes, blankLines, lines, problems: problems.ofPiece };
}
