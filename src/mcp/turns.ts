import * as l10n from '@vscode/l10n';

/** Runs something in its turn. */
type InTurn = <T>(run: () => Promise<T>, signal: AbortSignal, bytes?: number) => Promise<T>;

/**
 * Runs some at a time. The others wait in the order in which they came; one that is aborted while it waits never runs. What
 * would hold too much memory while it waits is refused, unless nothing else waits.
 *
 * @param most at once
 * @param mostBytes of all that wait
 */
export function turns(most: number, mostBytes = Infinity): InTurn {
  let running = 0;
  let held = 0;
  const waiting = new Set<() => void>();
  /** Whoever has ended hands its turn on. */
  const end = () => {
    const [begin] = waiting;
    if (begin === undefined) running--;
    else begin();
  };
  const turn = (signal: AbortSignal, bytes: number) =>
    new Promise<void>((resolve, reject) => {
      const stopWaiting = () => {
        waiting.delete(begin);
        held -= bytes;
        signal.removeEventListener('abort', leave);
      };
      const begin = () => {
        stopWaiting();
        resolve();
      };
      const leave = () => {
        stopWaiting();
        reject(signal.reason as Error);
      };
      waiting.add(begin);
      held += bytes;
      signal.addEventListener('abort', leave, { once: true });
    });
  return async (run, signal, bytes = 0) => {
    signal.throwIfAborted();
    if (running < most) running++;
    else {
      if (waiting.size > 0 && held + bytes > mostBytes)
        throw new Error(l10n.t('Too many requests are waiting. Try again when earlier ones are answered.'));
      await turn(signal, bytes);
    }
    try {
      return await run();
    } finally {
      end();
    }
  };
}
