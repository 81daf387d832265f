import { createClient, type WorkerClient } from '../../../src/worker/client';
import type { Limits } from '../../../src/engine/calls';
import { serve } from '../../../src/engine/serve';

/** The real worker code behind the real client, in this thread: messages are cloned as they would be between threads. */
export function inProcessClient(limits?: Limits): WorkerClient {
  return createClient(({ onMessage }) => {
    const answer = serve((response) => queueMicrotask(() => onMessage(structuredClone(response))), limits);
    return { post: (request) => answer(structuredClone(request)), terminate: () => undefined };
  });
}
