import * as l10n from '@vscode/l10n';
import { smallestOf } from '../../arrays/longLists';
import { printable } from '../../arrays/words/printable';
import type { NearbyLabels, PrintedNumbers } from '../../arrays/types';
import { isSurelyLabelName } from '../names/labelNames';
import { listColumns } from './listColumns';
import { namedClasses } from './namedClasses';
import { endsInOtherCount } from './otherCounts';
import type { Column, Table } from './table';

/** What is said of a row, beside its scores. */
const BESIDE = /^(?:conf(?:idence)?|loss|entropy|margin|perplexity)$/i;
const NUMBER = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|nan|NaN|inf|-inf|null)$/;
/** What stands for rows and columns left out. */
const ELISION = /^(?:\.{2,3}|…)$/;
const LABEL = /^(?:labels?|targets?|y|y_?true|class|class_?id|gold|ground_?truth|true_?label|category)$/i;
/** Names of columns that hold the names of true classes, not what was predicted. */
const TRUE_NAMES = /^(?:true|truth|actual|observed|reference|expected)$/i;
/** Names that say what the column's values are, whatever follows: `prob_cat`, `logits[dog]`. */
const STEM = /^((?:\w*_)?(?:logits?|prob(?:a|s|ability)?|scores?)|p)[_ .[]/;

/** A table's columns of lists of numbers, each as a matrix, else its columns of numbers as one. */
export function columnsTables(
  range: [number, number],
  container: Table['container'],
  printed: readonly Column[],
  total?: readonly [rows: number, columns: number],
  ids?: readonly string[],
): Table[] {
  const shown = withoutElisions(printed);
  const isWhole = shown.gap === undefined && (total === undefined || total[0] <= shown.height);
  const lists = isWhole ? listColumns(shown.columns) : [];
  // The same beside each of them.
  const labels = lists.length > 0 ? labelsOf(shown.columns, [])?.labels : undefined;
  if (lists.length > 0)
    return lists.map(({ name, width, data, decimals }) => ({
      range,
      container,
      name,
      shape: [shown.height, width],
      data,
      decimals,
      floating: true,
      elided: false,
      hasLists: true,
      labels,
    }));
  const one = columnsTable(range, container, printed, total, ids);
  return one ? [one] : [];
}

/**
 * The floating-point columns of a table as a matrix. Where names share a stem, as logit_0, logit_1, only the largest
 * such group is taken; an integer column named as labels are becomes the labels. Rows and columns left out are marked,
 * their number taken from `total` where it is printed.
 *
 * @param ids class ids that stand in a column without a name
 */
export function columnsTable(
  range: [number, number],
  container: Table['container'],
  printed: readonly Column[],
  total?: readonly [rows: number, columns: number],
  ids?: readonly string[],
): Table | undefined {
  const { columns, height, fewerColumns, gap } = withoutElisions(printed);
  const floats = columns.filter(
    (column) => isFloating(column) && !endsInOtherCount(column.name) && !BESIDE.test(column.name),
  );
  const stem = largestStem(floats);
  const chosen = stem?.columns ?? namedBy(columns) ?? floats;
  if (chosen.length < 2) return undefined;
  const rows = chosen[0].cells.length;
  if (chosen.some(({ cells }) => cells.length !== rows)) return undefined;
  const fewerRows = gap !== undefined || (total !== undefined && total[0] > height);
  const elided = fewerRows || fewerColumns;
  const names = namesOf(chosen, stem?.name);
  const beside = ids
    ? { labels: labelsIn(ids, l10n.t('the last column')) }
    : labelsOf(columns, [chosen.map(({ name }) => name), names]);
  const all = chosen.length === columns.length;
  const isNameless = chosen.every(({ name }) => name === '');
  return {
    range,
    container,
    name: stem?.name,
    shape: [
      fewerRows ? (total?.[0] ?? -1) : rows,
      !fewerColumns ? chosen.length : all ? (total?.[1] ?? -1) : -1,
    ],
    data: matrixOf(chosen, rows),
    decimals: decimalsOf(chosen),
    printed: elided && !fewerColumns ? printedCells(chosen, gap) : undefined,
    classNames: fewerColumns || isNameless ? undefined : names,
    floating: true,
    elided,
    ...(!elided && beside),
  };
}

/** The classes that a column of labels names, or whose rows sum to 1, where others stand beside them. */
function namedBy(columns: readonly Column[]): readonly Column[] | undefined {
  const group = namedClasses(columns, isFloating);
  const names = new Set(group?.columns);
  return group && columns.filter(({ name }) => names.has(name));
}

/** The columns and rows that are printed, and whether others are left out. */
function withoutElisions(printed: readonly Column[]) {
  const left = printed.filter(
    ({ name, cells }) => !ELISION.test(name) && !cells.every((cell) => ELISION.test(cell)),
  );
  const height = left.length > 0 ? left[0].cells.length : 0;
  const gaps = new Set<number>();
  for (let row = 0; row < height; row++)
    if (left.every(({ cells }) => ELISION.test(cells[row]))) gaps.add(row);
  return {
    columns:
      gaps.size === 0
        ? left
        : left.map(({ name, cells }) => ({ name, cells: cells.filter((_, row) => !gaps.has(row)) })),
    height,
    fewerColumns: left.length < printed.length,
    gap: gaps.size > 0 ? smallestOf([...gaps]) : undefined,
  };
}

/** Numbers that tell a table apart; longer prints are none of a library's. */
const MAX_NUMBERS = 4096;

/** Every cell with its place; rows after the gap count from the end. */
function printedCells(columns: readonly Column[], gap = Infinity): PrintedNumbers | undefined {
  const rows = columns[0].cells.length;
  if (rows * columns.length > MAX_NUMBERS) return undefined;
  return {
    texts: columns.flatMap(({ cells }) => cells),
    at: columns.flatMap(({ cells }, column) => cells.map((_, row) => [row < gap ? row : row - rows, column])),
    columns: columns.map(({ name }) => name),
  };
}

function isFloating({ cells }: Column): boolean {
  return (
    cells.length > 0 && cells.every((cell) => NUMBER.test(cell)) && cells.some((cell) => /[.na]/.test(cell))
  );
}

/** The largest group of columns, two at least, whose names begin alike. */
function largestStem(columns: readonly Column[]): { name: string; columns: Column[] } | undefined {
  const stems = new Map<string, Column[]>();
  for (const column of columns) {
    const stem = numberedStem(column.name) ?? STEM.exec(column.name)?.[1] ?? '';
    const group = stems.get(stem);
    if (group === undefined) stems.set(stem, [column]);
    else group.push(column);
  }
  let largest: { name: string; columns: Column[] } | undefined;
  for (const [name, group] of stems)
    if (name !== '' && group.length > Math.max(1, largest?.columns.length ?? 0))
      largest = { name, columns: group };
  return largest;
}

/** What stands before a number at the end: `logit` of `logit_0`, `logit[0]`, `logit 0`. */
function numberedStem(name: string): string | undefined {
  const digitsEnd = name.endsWith(']') ? name.length - 1 : name.length;
  let end = digitsEnd;
  while (end > 0 && name[end - 1] >= '0' && name[end - 1] <= '9') end--;
  if (end === digitsEnd) return undefined;
  return name.slice(0, end > 0 && '_ .['.includes(name[end - 1]) ? end - 1 : end);
}

function matrixOf(columns: readonly Column[], rows: number): Float64Array {
  const data = new Float64Array(rows * columns.length);
  columns.forEach(({ cells }, column) =>
    cells.forEach((cell, row) => (data[row * columns.length + column] = valueOf(cell))),
  );
  return data;
}

function valueOf(cell: string): number {
  const value = Number(cell);
  if (!Number.isNaN(value)) return value;
  if (!cell.endsWith('inf')) return NaN;
  return cell[0] === '-' ? -Infinity : Infinity;
}

/** Digits after the point, at most, of cells without an exponent; undefined where all that have a point have one. */
function decimalsOf(columns: readonly Column[]): number | undefined {
  let decimals = 0;
  let scientific = false;
  for (const { cells } of columns)
    for (const cell of cells) {
      const point = cell.indexOf('.');
      if (/e/i.test(cell)) scientific = true;
      else if (point >= 0) decimals = Math.max(decimals, cell.length - point - 1);
    }
  return scientific && decimals === 0 ? undefined : decimals;
}

/** `cat` of `prob_cat`; columns that are numbered keep their names. */
function namesOf(columns: readonly Column[], stem: string | undefined): string[] {
  const names = columns.map(({ name }) => name);
  if (stem === undefined || columns.some(({ name }) => numberedStem(name) !== undefined)) return names;
  return names.map((name) => name.slice(stem.length + 1).replace(/\]$/, ''));
}

/** Class ids, or names among those of the classes. What is no class is the audit's to say. */
function labelsOf(
  columns: readonly Column[],
  names: readonly (readonly string[])[],
): Pick<Table, 'labels' | 'labelledByName'> | undefined {
  const idsOf = names.map((classes) => new Map(classes.map((one, id) => [one, id] as const).reverse()));
  for (const { name, cells } of columns) {
    const named = idsOf.find((ids) => cells.every((cell) => ids.has(cell)));
    if (!LABEL.test(name) && !(named && (TRUE_NAMES.test(name) || isSurelyLabelName(name)))) continue;
    const ids = named ? cells.map((cell) => String(named.get(cell))) : cells;
    if (ids.length > 0 && ids.every((id) => /^-?\d{1,9}$/.test(id)))
      return {
        labels: { ...labelsIn(ids, l10n.t('the column “{0}”', printable(name))), name },
        ...(named && { labelledByName: true }),
      };
  }
  return undefined;
}

function labelsIn(ids: readonly string[], source: string): NearbyLabels {
  return {
    kind: 'class-ids',
    values: { dtype: 'float64', shape: [ids.length], data: Float64Array.from(ids, Number) },
    source,
  };
}
