import * as l10n from '@vscode/l10n';
import type { Spawn, WorkerEvents, WorkerPort } from './client';
import type { WorkerFiles } from './files';
import type { Greeting, Words } from './words';

export const READS_FILES = false;

/**
 * Starts the bundled worker from its source, in the web extension host, the notebook page or the panel.
 * A worker from the extension's own address would be cross-origin there, so it runs from a blob; where a policy
 * forbids blobs but not `data:` workers (a notebook page with `notebook.experimental.enableCsp`), from a data URL.
 */
export function spawnWorker(files: WorkerFiles, words?: Words): Spawn {
  // The second worker need not fetch what the first runs. Never a text of this page, as it is large.
  let kept: Promise<Blob> | undefined;
  const read = async () => {
    const source = await files.read('worker.js');
    return source.slice(0, source.size, 'text/javascript');
  };
  return async (events) => {
    kept ??= read();
    const source = await kept.catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    const blobUrl = URL.createObjectURL(source);
    try {
      return await startFrom(blobUrl, events, words);
    } catch {
      return await startFrom(`data:text/javascript;base64,${base64(await source.text())}`, events, words);
    } finally {
      URL.revokeObjectURL(blobUrl);
    }
  };
}

/** Resolves at the worker's first sign of life, so that a start that a policy refused can be told from a later crash. */
function startFrom(
  url: string,
  { onMessage, onError }: WorkerEvents,
  words: Words | undefined,
): Promise<WorkerPort> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url);
    let alive = false;
    worker.onmessage = ({ data }) => {
      if (alive) return onMessage(data);
      alive = true;
      if (words) worker.postMessage({ words } satisfies Greeting);
      resolve({
        post: (request, transfer) => worker.postMessage(request, transfer),
        terminate: () => worker.terminate(),
      });
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (alive) return onError(l10n.t('Logitscope stopped with an error and was restarted.'), event.message);
      worker.terminate();
      reject(new Error(event.message || l10n.t('this page doesn’t allow web workers')));
    };
  });
}

function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}
