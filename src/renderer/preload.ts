import type { WorkerClient } from '../worker/client';

/** The modules that a click on a strip needs, beside this one: the build writes their names, separated by spaces, here. */
const MODULES = 'logitscope:modules-of-the-inspector';

let isDone = false;

/**
 * Has the page fetch and compile the inspector and its charts when it has time, and start the worker that opens arrays, which
 * takes longer than all else at a first click. The modules run when someone comes near a strip.
 */
export function preloadInspector(client: WorkerClient): void {
  if (isDone || typeof requestIdleCallback === 'undefined') return;
  isDone = true;
  requestIdleCallback(() => {
    for (const name of MODULES.split(' ')) {
      if (!name.endsWith('.js')) continue;
      const link = document.createElement('link');
      link.rel = 'modulepreload';
      link.href = new URL(name, import.meta.url).href;
      document.head.append(link);
    }
    void client.prepare?.();
  });
}
