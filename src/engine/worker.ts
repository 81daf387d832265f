/** The worker's entry in Node: the desktop extension host. */
import { parentPort, workerData } from 'node:worker_threads';
import { speak, type Words } from '../worker/words';
import { readersFrom } from './pieces/readers';
import { serve } from './serve';

speak((workerData as Words | null) ?? undefined);
readersFrom(new URL('reader.mjs', import.meta.url), workerData);
const port = parentPort!;
port.on(
  'message',
  serve((response, transfer) => port.postMessage(response, transfer)),
);
