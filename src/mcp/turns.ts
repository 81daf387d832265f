/**
 * Runs some at a time. The others wait in the order in which they came; one that is aborted while it waits never runs.
 *
 * @param most at once
 */
export function turns(most: number): <T>(run: () => Promise<T>, signal: AbortSignal) => Promise<T> {
  let running = 0;
  const waiting = new Set<() => void>();
  /** Whoever has ended hands its turn on. */
  const end = () => {
    const [begin] = waiting;
    if (begin === undefined) running--;
    else begin();
  };
  const turn = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const begin = () => {
        waiting.delete(begin);
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.delete(begin);
        reject(signal.reason as Error);
      };
      waiting.add(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  return async (run, signal) => {
    signal.throwIfAborted();
    if (running < most) running++;
    else await turn(signal);
    try {
      return await run();
    } finally {
      end();
    }
  };
}
