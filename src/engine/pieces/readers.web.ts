import type { PieceRequest } from './computedPiece';
import type { LentPiece } from './readers';

/** A worker in a browser sees no files that it could share. */
export function readerCount(): number {
  return 1;
}

export class Readers {
  readonly atOnce = 0;

  read(_request: PieceRequest): LentPiece {
    return { piece: Promise.resolve(undefined), giveBack: () => undefined };
  }

  close(): void {}
}
