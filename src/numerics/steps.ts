/** Rows done, of all rows. */
export interface Progress {
  done: number;
  total: number;
}

/** A computation that stops after every chunk of rows and can be left there. */
export type Steps<Result> = Generator<Progress, Result, void>;

/** Runs a computation to its end. */
export function finish<Result>(steps: Steps<Result>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** How long a computation may keep the thread from seeing a cancellation, in milliseconds. */
const SLICE = 30;

/**
 * Runs a computation in slices, so that messages are heard between them: progress goes out, a cancellation comes in.
 *
 * @throws the signal's reason once it is aborted; what was computed is let go
 */
export async function inSlices<Result>(
  steps: Steps<Result>,
  options: { signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {},
): Promise<Result> {
  const { signal, onProgress } = options;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const until = performance.now() + SLICE;
      let step = steps.next();
      while (!step.done && performance.now() < until) step = steps.next();
      if (step.done) return step.value;
      onProgress?.(step.value);
      await new Promise((resolve) => setTimeout(resolve));
    }
  } finally {
    steps.return(undefined as never);
  }
}
