import type { WorkerClient } from '../worker/client';
import { isCancel, isForPages, isRequest, type Call, type Progress, type Response } from '../worker/protocol';

export interface ForwardOptions {
  /** Whether values that are held are this page's to look at. */
  mayOpen(held: number): boolean;
  /** Told how far each call has come, with a way to cancel it; and of its end, whether or not it told anything. */
  onProgress?(call: number, progress: Progress, cancel: () => void): void;
  onEnd?(call: number): void;
}

/**
 * Answers a page's worker calls with a client of the host: the arrays of a large file or a kernel stay there. One
 * worker serves all pages; each reaches only what it opened itself.
 */
export function forwardCalls(
  client: WorkerClient,
  tell: (response: Response) => void,
  { mayOpen, onProgress, onEnd }: ForwardOptions,
): { receive(message: unknown): void; dispose(): void } {
  const running = new Map<number, AbortController>();
  const opened = new Set<number>();
  let disposed = false;
  const post = (response: Response) => {
    if (!disposed) tell(response);
  };
  const check = (call: Call, params: unknown) => {
    if (!isForPages(call)) throw new Error(`a page may not call ${JSON.stringify(call)}`);
    const { session, array } = (params ?? {}) as { session?: unknown; array?: { held?: unknown } };
    if (call === 'readLabels') return;
    if (call === 'open') {
      const held = array?.held;
      if (held !== undefined && !(typeof held === 'number' && mayOpen(held)))
        throw new Error("the array is not this page's");
    } else if (typeof session !== 'number' || !opened.has(session))
      throw new Error(`session ${String(session)} is not this page's`);
  };
  return {
    receive(message) {
      if (isCancel(message)) return running.get(message.cancel)?.abort(new Error('cancelled'));
      if (!isRequest(message)) return;
      const { id, call, params } = message;
      const refuse = (error: unknown) =>
        post({ id, error: error instanceof Error ? error.message : String(error) });
      try {
        check(call, params);
      } catch (error) {
        return refuse(error);
      }
      const controller = new AbortController();
      running.set(id, controller);
      const cancel = () => controller.abort(new Error('cancelled; another change of an option asks again'));
      client
        .call(call, params, {
          signal: controller.signal,
          onProgress(progress) {
            post({ id, progress });
            onProgress?.(id, progress, cancel);
          },
        })
        .then((result) => {
          if (call === 'open') {
            const { session } = result as { session: number };
            // The page was closed while it opened.
            if (disposed) void client.call('close', { session }).catch(() => undefined);
            else opened.add(session);
          }
          // VS Code's messages lose a property that is undefined.
          post({ id, result: result ?? null });
        }, refuse)
        .finally(() => {
          running.delete(id);
          onEnd?.(id);
        });
    },
    /** The page is gone: so are its questions, and what it opened. */
    dispose() {
      disposed = true;
      for (const controller of running.values()) controller.abort(new Error('cancelled'));
      for (const session of opened) void client.call('close', { session }).catch(() => undefined);
    },
  };
}
