/** The bin a class falls into when bin b holds the classes from ⌊b·classes/bins⌋ up to ⌊(b + 1)·classes/bins⌋. */
export function binOf(index: number, classes: number, bins: number): number {
  return classes <= bins ? index : Math.ceil(((index + 1) * bins) / classes) - 1;
}
