import type { FieldPath } from '../types';

/** One record's place: in the buffer handed over, and in the file. */
export interface RecordPlace {
  /** Readable from `start` to a byte after `end`; valid during the visit only. */
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Of `start`, in the text's bytes. */
  offset: number;
  /** 1 is the first line. */
  line: number;
  /** Nothing ended it but the end of the file. */
  last: boolean;
}

export interface RecordVisitor {
  record(place: RecordPlace): void;
  blank(): void;
  /** A record longer than the limit was passed over. */
  tooLong(offset: number, line: number): void;
  /**
   * Takes a run of whole lines from `start` on where it can read them at once; returns how many, and `ranTo` then tells the
   * byte behind them.
   */
  run?(bytes: Uint8Array, start: number, end: number, base: number, line: number): number;
  ranTo?(): number;
  /**
   * Whether an object behind the list that is read is a record of another one, of which one is enough. `path` leads to what holds it.
   */
  isOther?(path: FieldPath, text: string): boolean;
}

/** Takes a text in chunks and hands over its records. */
export interface Splitter {
  push(chunk: Uint8Array): void;
  /** Returns whether the text was whole. */
  end(): boolean;
  /** Lines that have ended, where records end with lines. */
  readonly lines?: number;
  /** A record goes on behind the line end that was read last. */
  readonly isInRecord?: boolean;
  /** Lines are numbered from 1 again. */
  countFromHere?(): void;
}

/** Bytes that are split at once: few at first, since the first records are often enough. */
const FIRST_PIECE = 1 << 10;
const PIECE = 1 << 14;

/** Splits a text up to where enough of its records were seen; one that is not `isWhole` may cut off its last. */
export function splitUntil(
  splitter: Splitter,
  text: Uint8Array,
  isEnough: () => boolean,
  isWhole = true,
): void {
  let piece = FIRST_PIECE;
  for (let at = 0; at < text.length && !isEnough();) {
    splitter.push(text.subarray(at, at + piece));
    at += piece;
    piece = Math.min(2 * piece, PIECE);
  }
  if (isWhole && !isEnough()) splitter.end();
}

/** A record longer than this is skipped: memory stays bounded whatever the file holds. */
export const MAX_RECORD_BYTES = 64 << 20;
