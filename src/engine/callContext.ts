import type { Progress } from '../worker/protocol';

/** What a long call may do besides answering. */
export interface CallContext {
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
  progress(progress: Progress): void;
}
