import { isPredictedName } from '../../text/names/labelNames';
import { lastWord } from '../fields/columnGroups';
import { partsOf } from '../fields/labelTexts';
import { addTo } from './addTo';
import type { TableColumn } from './tableColumn';

/** Columns that are looked at for all groups of scores: in no table do so many begin as the names of classes do. */
const MOST_LOOKS = 100_000;

/** Whether a column of texts, that is no prediction, has nothing but some names for cells. */
export class NamedCells {
  /** By what their first cell is, or begins with: not every column is asked for each group of scores. */
  private byFirst: Map<string, TableColumn[]> | undefined;
  private looks = 0;

  constructor(private readonly columns: readonly TableColumn[]) {}

  /** Whether it has these, which are no plain numbers: any column may hold those. */
  areNamed(names: readonly string[]): boolean {
    if (new Set(names).size < names.length || names.every((name) => /^\d+$/.test(name))) return false;
    return this.areAll(names);
  }

  /** Whether the last words of columns name the classes: once each, or those of each model, `logits_cat, logits_std_cat, …`. */
  areNamedByLast(group: readonly string[]): boolean {
    const words = [...new Set(group.map(lastWord))];
    return words.length < group.length ? this.areAll(words) : this.areNamed(words);
  }

  private areAll(names: readonly string[]): boolean {
    const byFirst = (this.byFirst ??= firstsOf(this.columns));
    const known = new Set(names);
    const isNamed = (text: string) =>
      text === '' || known.has(text) || partsOf(text, (part) => known.has(part)) !== undefined;
    return names.some((name) =>
      byFirst
        .get(name)
        ?.some(
          (column) =>
            ++this.looks <= MOST_LOOKS && column.cells.every(isNamed) && !isPredictedName(column.name),
        ),
    );
  }
}

function firstsOf(columns: readonly TableColumn[]): Map<string, TableColumn[]> {
  const byFirst = new Map<string, TableColumn[]>();
  for (const column of columns) for (const first of column.firsts) addTo(byFirst, first, column);
  return byFirst;
}
