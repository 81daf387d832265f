import { createLane, type Spawn, type WorkerClient } from '../worker/lane';
import type { PageAnswer, PageCall } from './pageCalls';

/** A page's way to a worker of the host, for arrays that are held there. */
export function createHostClient(post: (call: PageCall) => void): {
  client: WorkerClient;
  receive(answer: PageAnswer): void;
} {
  const page = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
  let receive: (message: unknown) => void = () => undefined;
  const spawn: Spawn = ({ onMessage }) => {
    receive = onMessage;
    return { post: (message) => post({ page, message }), terminate: () => undefined };
  };
  post({ page });
  return {
    // The host watches its worker itself, and a kernel answers when the user's own cells are done.
    client: createLane(spawn, Infinity),
    receive(answer) {
      if (answer.page === page) receive(answer.message);
    },
  };
}
