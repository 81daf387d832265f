import type { NearbyLabels } from '../../arrays/types';
import type { Column, Table } from './table';

const NUMBER = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|NaN|inf|-inf|null)$/;
/** What stands for rows and columns left out. */
const ELISION = /^(?:\.{2,3}|…)$/;
const LABEL = /^(?:labels?|targets?|y|y_?true|class|class_?id|gold|ground_?truth|true_?label|category)$/i;

/**
 * The floating-point columns of a table as a matrix. Where names share a stem, as logit_0, logit_1, only the largest
 * such group is taken; an integer column named as labels are becomes the labels. Rows and columns left out are marked,
 * their number taken from `total` where it is printed.
 */
export function columnsTable(
  range: [number, number],
  container: Table['container'],
  printed: readonly Column[],
  total?: readonly [rows: number, columns: number],
): Table | undefined {
  const left = printed.filter(
    ({ name, cells }) => !ELISION.test(name) && !cells.every((cell) => ELISION.test(cell)),
  );
  const fewerColumns = left.length < printed.length;
  const height = left.length > 0 ? left[0].cells.length : 0;
  const gaps = new Set<number>();
  for (let row = 0; row < height; row++)
    if (left.every(({ cells }) => ELISION.test(cells[row]))) gaps.add(row);
  const columns = left.map(({ name, cells }) => ({ name, cells: cells.filter((_, row) => !gaps.has(row)) }));
  const numeric = columns.filter(({ cells }) => cells.length > 0 && cells.every((cell) => NUMBER.test(cell)));
  const fewerRows = gaps.size > 0 || (total !== undefined && total[0] > height);
  const elided = fewerRows || fewerColumns;
  const floats = numeric.filter(({ cells }) => cells.some((cell) => /[.na]/.test(cell)));
  const stems = new Map<string, Column[]>();
  for (const column of floats) {
    const stem =
      (/^(.*?)[_ .[]?\d+\]?$/.exec(column.name) ??
        /^((?:\w*_)?(?:logits?|probs?|scores?))[_ .[]/.exec(column.name))?.[1] ?? '';
    stems.set(stem, [...(stems.get(stem) ?? []), column]);
  }
  const said = [...stems]
    .filter(([stem, group]) => stem !== '' && group.length > 1)
    .sort((a, b) => b[1].length - a[1].length)[0];
  const chosen = said?.[1] ?? floats;
  if (chosen.length < 2) return undefined;
  const rows = chosen[0].cells.length;
  if (chosen.some(({ cells }) => cells.length !== rows)) return undefined;
  const data = new Float64Array(rows * chosen.length);
  let decimals = 0;
  let scientific = false;
  chosen.forEach(({ cells }, column) => {
    cells.forEach((cell, row) => {
      data[row * chosen.length + column] = /^[-+]?inf$/.test(cell)
        ? cell[0] === '-'
          ? -Infinity
          : Infinity
        : /^(?:nan|NaN|null)$/.test(cell)
          ? NaN
          : Number(cell);
      decimals = Math.max(decimals, /\.(\d+)$/.exec(cell)?.[1].length ?? 0);
      scientific ||= /e/i.test(cell);
    });
  });
  const labels = elided ? undefined : labelsOf(columns, chosen.length);
  return {
    range,
    container,
    ...(said === undefined ? {} : { name: said[0] }),
    shape: [
      fewerRows ? (total?.[0] ?? -1) : rows,
      !fewerColumns ? chosen.length : chosen.length === columns.length ? (total?.[1] ?? -1) : -1,
    ],
    data,
    ...(scientific ? {} : { decimals }),
    ...(fewerColumns ? {} : { classNames: chosen.map(({ name }) => name) }),
    floating: true,
    elided,
    ...(labels === undefined ? {} : { labels }),
  };
}

function labelsOf(columns: readonly Column[], classes: number): NearbyLabels | undefined {
  const column = columns.find(
    ({ name, cells }) =>
      LABEL.test(name) && cells.every((cell) => /^\d+$/.test(cell) && Number(cell) < classes),
  );
  if (column === undefined) return undefined;
  return {
    kind: 'class-ids',
    values: { dtype: 'float64', shape: [column.cells.length], data: Float64Array.from(column.cells, Number) },
    name: column.name,
    source: `the column "${column.name}"`,
  };
}
