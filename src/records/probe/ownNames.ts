import { isSamePath, type Field } from './field';
import { isNumbers, isTexts, widthOf } from './values';

/**
 * Whether each record names the classes of its own row beside it, in an order of its own: `labels` and `scores` sorted by
 * score, as classification pipelines give them. Such rows are no columns of one batch.
 */
export function isSortedByRecord(field: Field, fields: readonly Field[]): boolean {
  const width = widthOf(field.values.find(isNumbers));
  return fields.some(({ path, values }) => {
    const [first] = values;
    if (!isSamePath(path.slice(0, -1), field.path.slice(0, -1)) || !isTexts(first)) return false;
    if (first.length !== width || new Set(first).size !== width) return false;
    const sorted = [...first].sort().join('\0');
    return values.some(
      (names) =>
        isTexts(names) && names.join('\0') !== first.join('\0') && [...names].sort().join('\0') === sorted,
    );
  });
}
