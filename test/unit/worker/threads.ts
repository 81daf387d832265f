import { Worker } from 'node:worker_threads';
import type { Spawn } from '../../../src/worker/lane';

/** A real thread that runs a few lines of code on each request, in `m`; counts how often it was started. */
export function threads(code: string): { spawn: Spawn; started: () => number } {
  let started = 0;
  return {
    started: () => started,
    spawn: ({ onMessage, onError }) => {
      started++;
      const worker = new Worker(
        `const { parentPort: p } = require('node:worker_threads'); p.on('message', (m) => { ${code} })`,
        {
          eval: true,
        },
      );
      worker.on('message', onMessage);
      worker.on('error', (error: Error) => onError(error.message));
      worker.on('exit', (exit) => onError(`exit ${exit}`));
      return { post: (request) => worker.postMessage(request), terminate: () => void worker.terminate() };
    },
  };
}
