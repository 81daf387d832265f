import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Response } from '../worker/protocol';
import { speak } from '../worker/words';
import { readersFrom, type ThreadData } from './pieces/readers';

/** The worker's way to its host in Node: the thread's port. Browsers get `port.web.ts`. */
export function openPort(
  serve: (post: (response: Response, transfer: ArrayBuffer[]) => void) => (message: unknown) => void,
): void {
  const { words } = (workerData ?? {}) as ThreadData;
  const port = parentPort!;
  speak(words);
  readersFrom(path.join(__dirname, 'pieces.js'), { words });
  port.on(
    'message',
    serve((response, transfer) => port.postMessage(response, transfer)),
  );
  // The spawner takes the first message for a sign of life.
  port.postMessage('ready');
}
