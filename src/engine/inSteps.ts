import type { Steps } from '../numerics/index';
import type { CallContext } from './callContext';
import { giveWay } from './giveWay';

/** Runs a computation of the kernels to its end; other calls are answered between its steps, and a cancel is heard. */
export async function inSteps<Result>(
  steps: Steps<Result>,
  { signal, progress }: CallContext,
): Promise<Result> {
  try {
    for (;;) {
      await giveWay(signal);
      const step = steps.next();
      if (step.done) return step.value;
      progress({ ...step.value, message: rowsDone(step.value.done) });
    }
  } finally {
    steps.return(undefined as never);
  }
}

/** How far something has come. A text may hold thousands of arrays of a few rows, which need no commas. */
export const rowsDone = (rows: number): string => `${rows < 1000 ? rows : rows.toLocaleString('en')} rows`;
