import type { WorkerClient } from '../worker/client';
import { isCancel, isRequest, type Call, type Response } from '../worker/protocol';

/** What a page may ask of a worker that is not its own. Opening files and receiving arrays is the host's. */
const ALLOWED: ReadonlySet<Call> = new Set<Call>([
  'open',
  'label',
  'rows',
  'row',
  'batch',
  'naive',
  'probabilities',
  'close',
  'readLabels',
  'perClass',
  'balancedWeights',
  'calibrate',
  'audit',
  'lossReport',
]);

/** Answers a page's worker calls with a client of the host: the arrays of a large file or a kernel stay there. */
export function forwardCalls(
  client: WorkerClient,
  tell: (response: Response) => void,
): { receive(message: unknown): void; dispose(): void } {
  const running = new Map<number, AbortController>();
  const opened = new Set<number>();
  let disposed = false;
  const post = (response: Response) => {
    if (!disposed) tell(response);
  };
  return {
    receive(message) {
      if (isCancel(message)) return running.get(message.cancel)?.abort(new Error('cancelled'));
      if (!isRequest(message)) return;
      const { id, call, params } = message;
      const refuse = (error: unknown) =>
        post({ id, error: error instanceof Error ? error.message : String(error) });
      if (!ALLOWED.has(call)) return refuse(new Error(`a page may not call ${JSON.stringify(call)}`));
      const controller = new AbortController();
      running.set(id, controller);
      client
        .call(call, params, { signal: controller.signal, onProgress: (progress) => post({ id, progress }) })
        .then((result) => {
          if (call === 'open') opened.add((result as { session: number }).session);
          // VS Code's messages lose a property that is undefined.
          post({ id, result: result ?? null });
        }, refuse)
        .finally(() => running.delete(id));
    },
    /** The page is gone: so are its questions, and what it opened. */
    dispose() {
      disposed = true;
      for (const controller of running.values()) controller.abort(new Error('cancelled'));
      for (const session of opened) void client.call('close', { session }).catch(() => undefined);
    },
  };
}
