import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { detailsOf, isOutOfMemory } from '../arrays/words/sentence';
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
      const worker = new Worker(files.path('start.js'), { workerData: { words } });
      // The host must be able to exit while an idle worker waits.
      worker.unref();
      let alive = false;
      /** Before its first sign nothing was there to be restarted: why it didn’t start is the error’s own message. */
      const fail = (reason: string, error: Error) =>
        alive ? onError(reason, detailsOf(error) ?? error.message) : reject(error);
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
          error,
        ),
      );
      worker.on('exit', (code) =>
        alive
          ? onError(l10n.t('Logitscope stopped with code {0} and was restarted.', code))
          : reject(new Error(l10n.t('its worker stopped with code {0}', code))),
      );
    });
}
