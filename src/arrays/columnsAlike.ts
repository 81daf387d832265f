/** Fewer classes are looked at as such. */
const LEAST_CLASSES = 8;
/** Standard deviations of chance. */
const MOST_OFF = 3;

/**
 * Whether labels of 0 and 1 have the same share of 1 in each of many columns, as far as chance tells: classes are seldom equally frequent, and the
 * places of a batch are.
 */
export function areColumnsAlike(rows: readonly ArrayLike<number>[]): boolean {
  const columns = rows[0]?.length ?? 0;
  if (columns < LEAST_CLASSES || rows.some(({ length }) => length !== columns)) return false;
  const counts = new Float64Array(columns);
  for (const row of rows) for (let at = 0; at < columns; at++) counts[at] += row[at];
  const share = counts.reduce((sum, count) => sum + count, 0) / (columns * rows.length);
  if (share === 0 || share === 1) return true;
  const expected = rows.length * share;
  const squares = counts.reduce((sum, count) => sum + (count - expected) ** 2, 0) / (expected * (1 - share));
  return squares <= columns - 1 + MOST_OFF * Math.sqrt(2 * (columns - 1));
}
