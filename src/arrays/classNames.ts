import { REST } from './partial';
import type { FoundArray } from './types';

type Named = Pick<FoundArray, 'shape' | 'classNames' | 'entryNames' | 'partial'>;

/**
 * What the text calls a class of a row: the class's own name, the name of the row's entry, or what a partial list leaves
 * out, which is one class more than printed. Undefined where the text does not say.
 */
export function className(
  { shape, classNames, entryNames, partial }: Named,
  row: number,
  id: number,
): string | undefined {
  const classes = shape[shape.length - 1];
  if (partial && id === classes) return REST;
  if (classNames !== undefined) return classNames[id];
  return entryNames?.texts[entryNames.entries[row * classes + id]];
}
