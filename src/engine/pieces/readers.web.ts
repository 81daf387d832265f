import type { ComputedPiece, PieceRequest } from './computedPiece';

/** A worker in a browser sees no files that it could share. */
export function readerCount(): number {
  return 1;
}

export class Readers {
  readonly atOnce = 0;

  read(_request: PieceRequest): Promise<ComputedPiece | undefined> {
    return Promise.resolve(undefined);
  }

  close(): void {}
}
