import { rowColumns, type LabelledRows } from '../loss/rowColumns';
import { rowBars } from './preview';
import type { RowsPage, ViewSettings } from '../worker/protocol';

/**
 * A page of a row list, wherever its rows come from: an opened array, a dump or an array in a file.
 *
 * @param total how many rows the list has under its filter
 * @param row the numbers of the page's rows, in the list's order
 * @param page those rows with their labels, in that order
 */
export function rowsPage(
  total: number,
  row: Int32Array,
  page: LabelledRows,
  settings: ViewSettings,
): RowsPage {
  const { logits, classes, label } = page;
  const { ignoreIndex = -100, temperature } = settings;
  const columns = rowColumns(page, settings);
  const places = Int32Array.from(row, (_, place) => place);
  return {
    total,
    row,
    top: columns.top,
    probability: columns.topProbability,
    margin: columns.margin,
    entropy: columns.entropy,
    label: label?.map((id) => (id < 0 || id >= classes || id === ignoreIndex ? -1 : id)),
    loss: columns.loss,
    bars: rowBars(logits, classes, places, columns.logSumExp, temperature),
  };
}
