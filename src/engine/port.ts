import { parentPort, workerData } from 'node:worker_threads';
import type { Response } from '../worker/protocol';
import { speak, type Words } from '../worker/words';
import { readersFrom } from './pieces/readers';
import { servePieces } from './pieces/servePieces';

/** What a thread is started with: sentences in a person's language, and whether it reads pieces for the worker. */
export interface ThreadData {
  words?: Words;
  reads?: 'pieces';
  /** The program as V8 has compiled it. */
  compiled?: Uint8Array;
}

/** What `start.ts` calls the program with: gives what V8 has compiled of it so far. */
declare const compiledProgram: () => Uint8Array;

/** The worker's way to its host in Node: the thread's port. Browsers get `port.web.ts`. */
export async function openPort(
  serve: (post: (response: Response, transfer: ArrayBuffer[]) => void) => Promise<(message: unknown) => void>,
): Promise<void> {
  const { words, reads } = (workerData ?? {}) as ThreadData;
  const port = parentPort!;
  speak(words);
  if (reads === 'pieces') return servePieces(port);
  readersFrom(
    __filename,
    () => ({ words, reads: 'pieces', compiled: compiledProgram() }) satisfies ThreadData,
  );
  port.on('message', await serve((response, transfer) => port.postMessage(response, transfer)));
  // The spawner takes the first message for a sign of life.
  port.postMessage('ready');
}
