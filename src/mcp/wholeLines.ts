import { Transform } from 'node:stream';

const NEWLINE = 10;

/**
 * Hands on what comes in with its last newline, so that whoever joins pieces to lines joins none: a line of megabytes comes in
 * hundreds of them, and joining each to those before it takes the square of that. A line of more bytes than the limit is an
 * error.
 */
export function wholeLines(limit: number): Transform {
  let begun: Buffer[] = [];
  let held = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      const end = piece.lastIndexOf(NEWLINE) + 1;
      if (end === 0) {
        begun.push(piece);
        held += piece.length;
        return done(held > limit ? new Error(`A message has more than ${limit} bytes`) : null);
      }
      const lines = Buffer.concat([...begun, piece.subarray(0, end)]);
      begun = end < piece.length ? [piece.subarray(end)] : [];
      held = piece.length - end;
      done(null, lines);
    },
  });
}
