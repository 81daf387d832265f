import { Transform } from 'node:stream';

const NEWLINE = 10;

/**
 * Hands on what comes in with its last newline, so that whoever joins pieces to lines joins none: a line of megabytes comes in
 * hundreds of them, and joining each to those before it takes the square of that.
 */
export function wholeLines(): Transform {
  let begun: Buffer[] = [];
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      const end = piece.lastIndexOf(NEWLINE) + 1;
      if (end === 0) {
        begun.push(piece);
        return done();
      }
      const lines = Buffer.concat([...begun, piece.subarray(0, end)]);
      begun = end < piece.length ? [piece.subarray(end)] : [];
      done(null, lines);
    },
  });
}
