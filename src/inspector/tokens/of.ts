import type { WorkerClient } from '../../worker/client';

/** A sequence that is open in a worker. */
export interface Of {
  client: WorkerClient;
  handle: number;
  sequence: number;
}
