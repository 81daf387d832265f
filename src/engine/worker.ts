/** The worker's entry in Node: the desktop extension host. */
import { parentPort } from 'node:worker_threads';
import { serve } from './serve';

const port = parentPort!;
port.on(
  'message',
  serve((response, transfer) => port.postMessage(response, transfer)),
);
