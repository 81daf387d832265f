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
      progress({ ...step.value, message: `${step.value.done.toLocaleString('en')} rows` });
    }
  } finally {
    steps.return(undefined as never);
  }
}
