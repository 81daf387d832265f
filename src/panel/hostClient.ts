import { createLane, type Spawn, type WorkerClient } from '../worker/lane';
import { isCancel } from '../worker/protocol';
import type { PageAnswer, PageCall } from './pageCalls';
import { askingAgain } from './lostCalls';

/** How often the host is asked whether it still answers what a page waits for. */
const BEAT_MS = 10_000;

/** A page's way to a worker of the host, for arrays that are held there. */
export function createHostClient(
  post: (call: PageCall) => void,
  beatMs = BEAT_MS,
): {
  client: WorkerClient;
  receive(answer: PageAnswer): void;
} {
  const page = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
  let receive: (message: unknown) => void = () => undefined;
  const lost = askingAgain(
    {
      ask: (waiting) => post({ page, waiting }),
      again: (message) => post({ page, message }),
      fail: (id, error) => receive({ id, error }),
    },
    beatMs,
  );
  const spawn: Spawn = ({ onMessage }) => {
    receive = onMessage;
    return {
      post(message) {
        if (isCancel(message)) lost.end(message.cancel);
        else lost.begin(message);
        post({ page, message });
      },
      terminate: () => lost.endAll(),
    };
  };
  post({ page });
  return {
    // The host watches its worker itself, and a kernel answers when the user's own cells are done.
    client: createLane(spawn, Infinity),
    receive(answer) {
      if (answer.page !== page) return;
      if ('unknown' in answer) return lost.told(answer.unknown);
      const { message } = answer;
      lost.heard();
      if (!('progress' in message)) lost.end(message.id);
      receive(message);
    },
  };
}
