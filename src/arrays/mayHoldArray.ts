/**
 * A test cheap enough for every output on the page's own thread: false means certainly nothing to find.
 * Decides whether a worker is started at all, so it errs to true. Linear in the text's length.
 */
export function mayHoldArray(text: string): boolean {
  return /\[[^\]]*\d/.test(text);
}
