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
