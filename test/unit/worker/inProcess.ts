import { createClient, type WorkerClient } from '../../../src/worker/client';
import { serve } from '../../../src/worker/serve';

/** The real worker code behind the real client, in this thread: messages are cloned as they would be between threads. */
export function inProcessClient(): WorkerClient {
  return createClient(({ onMessage }) => {
    const answer = serve((response) => queueMicrotask(() => onMessage(structuredClone(response))));
    return { post: (request) => answer(structuredClone(request)), terminate: () => undefined };
  });
}
