import { createLane, type Spawn, type WorkerClient } from './lane';
import { isOfText } from './protocol';
import { createTexts } from './texts';

export type { CallOptions, Spawn, WorkerClient, WorkerEvents, WorkerPort } from './lane';

/** Of silence while a call is open: then it has run away, the worker is ended and the next call starts another. */
const TIMEOUT_MS = 60_000;

/**
 * What hosts ask. Texts are read in a worker of their own, so that a hostile one takes no opened array with it; the
 * other worker starts when something is opened.
 */
export function createClient(spawn: Spawn, timeoutMs = TIMEOUT_MS): WorkerClient {
  const texts = createTexts(spawn);
  const rest = createLane(spawn, timeoutMs);
  return {
    call: (call, params, options) => (isOfText(call) ? texts : rest).call(call, params, options),
    prepare: () => rest.prepare!(),
    dispose(reason) {
      texts.dispose(reason);
      rest.dispose(reason);
    },
  };
}
