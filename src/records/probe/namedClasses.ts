/** A column of a table with its fields in the first records. */
interface Column {
  name: string;
  texts: readonly string[];
}

/**
 * Columns that are the classes of one row since a column of names says so: `cat,dog,bird,label` with `dog` as a label.
 * They stand side by side and hold numbers that are not all whole.
 */
export function namedClasses(
  columns: readonly Column[],
  isNumeric: (column: Column) => boolean,
): { name: string; columns: string[]; classNames: string[] } | undefined {
  const isScores = columns.map(
    (column) => isNumeric(column) && column.texts.some((text) => /[.eE]/.test(text)),
  );
  for (const { texts } of columns) {
    const named = new Set(texts.filter((text) => text !== ''));
    const places = [...named].map((text) => columns.findIndex(({ name }) => name === text));
    if (places.length === 0 || places.some((at) => at < 0)) continue;
    let [from, to] = [Math.min(...places), Math.max(...places) + 1];
    if (isScores.slice(from, to).includes(false)) continue;
    while (isScores[from - 1]) from--;
    while (isScores[to]) to++;
    if (to - from < 2) continue;
    const names = columns.slice(from, to).map(({ name }) => name);
    return { name: `${names[0]} … ${names[names.length - 1]}`, columns: names, classNames: names };
  }
  return undefined;
}
