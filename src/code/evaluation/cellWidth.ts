/** Pixels of a character of the names over a confusion matrix, and of the narrowest and the widest cell under them. */
const [CHARACTER, NARROW, WIDE] = [6.1, 30, 90];

/**
 * How wide the cells of a confusion matrix are: the longest name over its column is read, as far as there is room for all.
 *
 * @param across pixels of all cells of a row, unless their counts need more
 */
export function cellWidth(names: readonly string[], across: number): number {
  const longest = Math.max(...names.map((name) => name.length)) * CHARACTER + 6;
  return Math.round(Math.max(NARROW, Math.min(longest, WIDE, across / names.length)));
}

/** Pixels of the widest name beside a row. */
const BESIDE = 110;
/** Cells grow until all of a row are so wide together, each within these bounds. */
const ACROSS = 620;
const [ROOMY, ROOMIEST] = [60, 140];

/**
 * What the styles of a confusion matrix that takes the room there is go by: how many cells there are, how narrow and how wide
 * they may be, how wide they are where that reads every name, and the width of the names beside them.
 */
export function matrixWidths(
  names: readonly string[],
  counts: readonly (readonly number[])[],
): Readonly<Record<string, string>> {
  const widthOf = (characters: number) => Math.ceil(characters * CHARACTER + 6);
  const longest = widthOf(Math.max(...names.map(({ length }) => length)));
  const largest = Math.max(...counts.flat());
  const least = Math.max(NARROW, widthOf(largest.toLocaleString('en-US').length));
  const wanted = Math.max(least, Math.min(longest, WIDE));
  return {
    '--le-cells': String(names.length),
    '--le-least': `${least}px`,
    '--le-wanted': `${wanted}px`,
    '--le-most': `${Math.max(ROOMY, wanted, Math.min(ROOMIEST, Math.round(ACROSS / names.length)))}px`,
    '--le-names': `${Math.min(longest, BESIDE)}px`,
  };
}
