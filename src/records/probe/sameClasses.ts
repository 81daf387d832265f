import { isOfScores } from '../../text/names/scoreNames';
import type { ColumnGroup } from '../fields/columnGroups';
import type { TableColumn } from './tableColumn';

/** Lists of classes that columns are compared with: several models have the same. */
const MOST_LISTS = 8;

/**
 * Columns that are called as those of a group are, but for words around the classes that speak of scores as well: `predictions_cat,
 * predictions_dog` beside `val_scores_cat, val_scores_dog`. They claim as much to be the scores.
 */
export function ofSameClasses(
  groups: readonly ColumnGroup[],
  columns: readonly TableColumn[],
): ColumnGroup[] {
  const used = new Set(groups.flatMap((group) => group.columns));
  const free = columns.filter((column) => !used.has(column.name) && areNumbers(column));
  const names = new Set(free.map(({ name }) => name));
  const found: ColumnGroup[] = [];
  const lists = new Map(groups.map(({ classNames = [] }) => [classNames.join('\n'), classNames]));
  for (const classNames of [...lists.values()].slice(0, MOST_LISTS))
    for (const { name } of free) {
      const around = classNames.length > 0 ? name.split(classNames[0]) : [];
      if (around.length !== 2 || !names.has(name) || !isOfScores(around.join('_'))) continue;
      // Before they are listed: there may be thousands of classes, and of columns with such words.
      if (!classNames.every((one) => names.has(around.join(one)))) continue;
      const same = classNames.map((one) => around.join(one));
      for (const one of same) names.delete(one);
      found.push({ name: `${same[0]} … ${same[same.length - 1]}`, columns: same, classNames });
    }
  return found;
}

/** Numbers that are not all whole, as classes that a model chose, and ranks. */
const areNumbers = ({ isNumeric, numbers }: TableColumn): boolean =>
  isNumeric && !numbers.every((x) => Number.isInteger(x) || Number.isNaN(x));
