import type { MessagePort } from 'node:worker_threads';
import type { RecordSource } from '../../records/recordSource';
import { detailsOf, sentenceOf } from '../../arrays/sentence';
import { openRecordSource } from '../recordSource';
import { buffersOf, computedPiece, type ComputedPiece, type PieceRequest } from './computedPiece';

export interface PieceAnswer {
  piece?: ComputedPiece;
  error?: string;
  details?: string;
}

/** Answers requests for pieces of one file, in their order: what runs in a thread beside the worker. */
export function servePieces(port: MessagePort): void {
  let source: Promise<RecordSource> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const read = async (request: PieceRequest): Promise<ComputedPiece | undefined> => {
    // It is ended, not asked to stop.
    const { signal } = new AbortController();
    return computedPiece(await (source ??= openRecordSource(request.file)), request, signal);
  };
  const answer = async (request: PieceRequest): Promise<void> => {
    try {
      const piece = await read(request);
      port.postMessage({ piece } satisfies PieceAnswer, piece ? buffersOf(piece) : []);
    } catch (error) {
      port.postMessage({
        error: sentenceOf(error),
        details: detailsOf(error),
      } satisfies PieceAnswer);
    }
  };
  port.on('message', (request: PieceRequest) => {
    last = last.then(() => answer(request));
  });
}
