/** Resamples of the bootstrap: more tell nothing that these don't. */
export const MAX_RESAMPLES = 100_000;
