import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { detailsOf, isOutOfMemory } from '../arrays/sentence';
import type { Spawn } from './client';
import type { WorkerFiles } from './files';
import type { Words } from './words';

/** Whether the worker reads files by their path. */
export const READS_FILES = true;

/**
 * Starts the bundled worker in a thread of the Node extension host, and resolves at its first sign of life. Browsers get
 * `spawn.web.ts` instead.
 */
export function spawnWorker(files: WorkerFiles, words?: Words): Spawn {
  return ({ onMessage, onError }) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(files.path('worker.js'), { workerData: { words } });
      // The host must be able to exit while an idle worker waits.
      worker.unref();
      let alive = false;
      const fail = (reason: string, details?: string) =>
        alive ? onError(reason, details) : reject(new Error(reason, { cause: details }));
      worker.on('message', (message) => {
        if (alive) return onMessage(message);
        alive = true;
        resolve({
          post: (request, transfer) => worker.postMessage(request, transfer),
          terminate: () => void worker.terminate(),
        });
      });
      worker.on('error', (error: Error) =>
        fail(
          isOutOfMemory(error)
            ? l10n.t('Logitscope ran out of memory and was restarted. Look at fewer rows at once.')
            : l10n.t('Logitscope stopped with an error and was restarted.'),
          detailsOf(error) ?? error.message,
        ),
      );
      worker.on('exit', (code) => fail(l10n.t('Logitscope stopped with code {0} and was restarted.', code)));
    });
}
