import type { LossTable } from '../loss/lossTable';
import type { RowsRequest, SortKey } from './protocol';

/** Rows in the order and under the filter of a row list. */
export function orderOf(table: LossTable, sort: RowsRequest['sort'], wrongOnly = false): Int32Array {
  const { label, top } = table;
  let order = Int32Array.from({ length: table.rows }, (_, i) => i);
  if (wrongOnly && label) order = order.filter((row) => label[row] >= 0 && top[row] !== label[row]);
  if (sort) sortRows(order, sortColumn(table, sort.key), sort.descending);
  return order;
}

function sortColumn(table: LossTable, key: SortKey): ArrayLike<number> {
  switch (key) {
    case 'row':
      return Int32Array.from({ length: table.rows }, (_, i) => i);
    case 'top':
      return table.top;
    case 'probability':
      return table.topProbability;
    case 'margin':
      return table.margin;
    case 'entropy':
      return table.entropy;
    case 'label':
      return table.label ?? table.top;
    case 'loss':
      return table.loss ?? table.entropy;
  }
}

/** Sorts in place; rows without a value come last either way, ties keep their order. */
function sortRows(order: Int32Array, column: ArrayLike<number>, descending: boolean): void {
  const sign = descending ? -1 : 1;
  order.sort((a, b) => {
    const x = column[a];
    const y = column[b];
    if (x === y) return a - b;
    if (Number.isNaN(x)) return Number.isNaN(y) ? a - b : 1;
    if (Number.isNaN(y)) return -1;
    return sign * (x - y);
  });
}
