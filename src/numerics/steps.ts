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
