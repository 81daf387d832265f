import type { MessagePort } from 'node:worker_threads';
import { detailsOf, sentenceOf } from '../../arrays/words/sentence';
import { openRecordSource } from '../rows/recordSource';
import { buffersOf, PieceComputer, type ComputedPiece, type PieceRequest } from './computedPiece';

/** What a thread is asked, and the memory of a piece that it has given and may use again. */
export interface PieceQuestion extends PieceRequest {
  back?: ArrayBuffer;
}

export interface PieceAnswer {
  piece?: ComputedPiece;
  error?: string;
  details?: string;
}

/** Instead of a question: the thread stops what it reads, closes its handles and ends. */
export const END = 'end';

/** Answers requests for pieces of one file, in their order: what runs in a thread beside the worker. */
export function servePieces(port: MessagePort): void {
  const aborter = new AbortController();
  let computer: Promise<PieceComputer> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const opened = async ({ file }: PieceRequest) => new PieceComputer(await openRecordSource(file));
  const compute = async ({ back, ...request }: PieceQuestion): Promise<ComputedPiece | undefined> => {
    const computing = await (computer ??= opened(request));
    aborter.signal.throwIfAborted();
    if (back) computing.takeBack(back);
    return computing.compute(request, aborter.signal);
  };
  const answer = async (request: PieceQuestion): Promise<void> => {
    try {
      const piece = await compute(request);
      port.postMessage({ piece } satisfies PieceAnswer, piece ? buffersOf(piece) : []);
    } catch (error) {
      port.postMessage({
        error: sentenceOf(error),
        details: detailsOf(error),
      } satisfies PieceAnswer);
    }
  };
  port.on('message', (request: PieceQuestion | typeof END) => {
    if (request === END) aborter.abort();
    last = last.then(() => (request === END ? port.close() : answer(request)));
  });
}
