import { createClient, type Spawn, type WorkerClient } from '../worker/client';
import type { Cancel, Request } from '../worker/protocol';

/** A page's way to a worker of the host, for arrays that are held there. */
export function createHostClient(post: (message: Request | Cancel) => void): {
  client: WorkerClient;
  receive(message: unknown): void;
} {
  let receive: (message: unknown) => void = () => undefined;
  const spawn: Spawn = ({ onMessage }) => {
    receive = onMessage;
    return { post, terminate: () => undefined };
  };
  return { client: createClient(spawn), receive: (message) => receive(message) };
}
