/** Milliseconds of work between two turns of the event loop: a fifth of the 100 ms within which a cancellation is heard. */
const TURN = 20;

let last = 0;

/**
 * Lets other messages in, cancellations among them, where the last turn of the event loop is a while ago; free
 * otherwise. Awaiting a promise that is resolved already lets nothing in. Throws the signal's reason once it aborts.
 */
export async function giveWay(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (performance.now() - last < TURN) return;
  await nextTurn();
  last = performance.now();
  signal?.throwIfAborted();
}

/** Browsers lack setImmediate; their timers wait up to 4 ms, little beside TURN. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve);
  });
}
