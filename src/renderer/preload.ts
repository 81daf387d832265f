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
    rehearse(client).catch(() => undefined);
  });
}

/**
 * Has the worker do once, with two rows of two numbers, what a first click asks of it: what ran before runs in a tenth of the
 * time.
 */
async function rehearse(client: WorkerClient): Promise<void> {
  const array = { dtype: 'float64' as const, shape: [2, 2], data: Float64Array.of(0, 1, 1, 0) };
  const { session } = await client.call('open', { array, axis: 1, reading: 'logits' });
  const asked = { session, settings: { temperature: 1 } };
  await Promise.allSettled([
    client.call('row', { ...asked, row: 0, k: 10 }),
    client.call('rows', { ...asked, from: 0, count: 32 }),
    client.call('batch', asked),
    client.call('naive', asked),
    client.call('audit', { ...asked, beside: {} }),
  ]);
  await client.call('close', { session });
}
