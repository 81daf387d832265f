/**
 * The least loss, in nats, when probabilities of C classes go through softmax again: ln(1 + (C − 1)/e), for the right
 * class is at most e^1 against e^0 of every other.
 */
export function doubleSoftmaxFloor(classes: number): number {
  return Math.log1p((classes - 1) / Math.E);
}
