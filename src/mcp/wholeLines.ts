import { Transform } from 'node:stream';

const NEWLINE = 10;
/** Bytes kept of each end of a line that is dropped. */
const END_BYTES = 1000;

/** What is left of a line that is too long to be read. */
export interface LongLine {
  beginning: string;
  end: string;
}

/**
 * Hands on whole lines, all that came at once together, so that whoever joins pieces to lines joins none: a line of megabytes
 * comes in hundreds of them, and joining each to those before it takes the square of that. A line of more bytes than the limit
 * is dropped and told of by its ends when it is over; no more than the limit is ever held.
 */
export function wholeLines(limit: number, onLong: (line: LongLine) => void): Transform {
  let begun: Buffer[] = [];
  let held = 0;
  let dropped: { beginning: Buffer; end: Buffer } | undefined;

  const take = (part: Buffer) => {
    held += part.length;
    if (dropped) dropped.end = lastOf(Buffer.concat([dropped.end, lastOf(part)]));
    else begun.push(part);
    if (dropped || held <= limit) return;
    const all = Buffer.concat(begun);
    begun = [];
    dropped = { beginning: Buffer.from(all.subarray(0, END_BYTES)), end: lastOf(all) };
  };
  const endLine = (lines: Buffer[]) => {
    if (dropped) onLong({ beginning: dropped.beginning.toString(), end: dropped.end.toString() });
    else for (const part of begun) lines.push(part);
    dropped = undefined;
    begun = [];
    held = 0;
  };
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      const lines: Buffer[] = [];
      let start = 0;
      for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, start)) {
        take(piece.subarray(start, at + 1));
        endLine(lines);
        start = at + 1;
      }
      if (start < piece.length) take(piece.subarray(start));
      done(null, lines.length > 0 ? Buffer.concat(lines) : undefined);
    },
  });
}

/** A copy: a part of a piece would hold all of it. */
function lastOf(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(-END_BYTES));
}
