import { DumpReader } from './dumpReader';
import { NEWLINE } from './jsonBytes';
import type { ProblemsOfPiece } from './problems';
import type { RowBlock } from './rowBlocks';
import type { DumpSource } from './source';
import type { DumpFields } from './types';

/** Bytes of a text from `from` to before `to`. */
export interface Piece {
  from: number;
  to: number;
}

/** What came of a piece besides its rows; lines are counted from its first. */
export interface PieceReport {
  records: number;
  rows: number;
  classes: number;
  blankLines: number;
  lines: number;
  /** Bytes of its lines. */
  bytes: number;
  problems: ProblemsOfPiece;
}

/**
 * Reads the lines that start in a piece, the last of them to its end: pieces that follow each other hold every line once,
 * wherever they are cut. Offsets of records are those of the whole text.
 */
export async function readPiece(
  source: DumpSource,
  fields: DumpFields,
  { from, to }: Piece,
  classes: number,
  onBlock: (block: RowBlock) => void,
  signal: AbortSignal,
): Promise<PieceReport> {
  let reader: DumpReader | undefined;
  let bytes = 0;
  const push = (part: Uint8Array, offset: number) => {
    reader ??= new DumpReader(fields, onBlock, { offset, classes });
    reader.push(part);
    bytes += part.length;
  };
  // A line starts at `from` where the byte before ends one.
  let at = Math.max(0, from - 1);
  let start = from === 0 ? 0 : -1;
  for await (const chunk of source.chunks(signal, undefined, { from: at, to })) {
    signal.throwIfAborted();
    if (start < 0) {
      const newline = chunk.indexOf(NEWLINE);
      if (newline >= 0) start = at + newline + 1;
    }
    if (start < 0 ? at + chunk.length >= to : start >= to) break;
    if (start >= 0) {
      const first = Math.max(0, start - at);
      const last = chunk.indexOf(NEWLINE, Math.max(first, to - 1 - at));
      const isDone = at + chunk.length >= to && last >= 0;
      const end = isDone ? last + 1 : chunk.length;
      if (end > first) push(chunk.subarray(first, end), at + first);
      if (isDone) break;
    }
    at += chunk.length;
  }
  signal.throwIfAborted();
  reader?.end();
  return {
    records: reader?.records ?? 0,
    rows: reader?.rows ?? 0,
    classes: reader?.classes ?? classes,
    blankLines: reader?.blankLines ?? 0,
    lines: reader?.lines ?? 0,
    bytes,
    problems: reader?.problems.ofPiece ?? { listed: [], counts: [] },
  };
}
