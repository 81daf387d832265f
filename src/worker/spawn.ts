import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { detailsOf, isOutOfMemory } from '../arrays/sentence';
import type { Spawn } from './client';
import type { WorkerFiles } from './files';
import type { Words } from './words';

/** Whether the worker reads files by their path. */
export const READS_FILES = true;

/** Starts the bundled worker in a thread of the Node extension host. Browsers get `spawn.web.ts` instead. */
export function spawnWorker(files: WorkerFiles, words?: Words): Spawn {
  return ({ onMessage, onError }) => {
    const worker = new Worker(files.path('worker.js'), { workerData: { words } });
    // The host must be able to exit while an idle worker waits.
    worker.unref();
    worker.on('message', onMessage);
    worker.on('error', (error: Error) =>
      onError(
        isOutOfMemory(error)
          ? l10n.t('Logitscope ran out of memory and was restarted. Look at fewer rows at once.')
          : l10n.t('Logitscope stopped with an error and was restarted.'),
        detailsOf(error) ?? error.message,
      ),
    );
    worker.on('exit', (code) => onError(l10n.t('Logitscope stopped with code {0} and was restarted.', code)));
    return {
      post: (request, transfer) => worker.postMessage(request, transfer),
      terminate: () => void worker.terminate(),
    };
  };
}
