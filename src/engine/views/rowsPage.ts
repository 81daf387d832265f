import { ignoredId } from '../../arrays/ignoreIndex';
import { rowColumns, type LabelledRows } from '../../loss/rowColumns';
import { rowBars } from './preview';
import { pageOfYesAndNo } from './yesAndNo';
import type { RowsOfYesAndNo, RowsPage, ViewSettings } from '../../worker/protocol';

/**
 * A page of a row list, wherever its rows come from.
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
  const { temperature } = settings;
  const ignored = ignoredId(settings);
  const columns = rowColumns(page, settings);
  const places = Int32Array.from(row, (_, place) => place);
  return {
    total,
    row,
    top: columns.top,
    probability: columns.topProbability,
    margin: columns.margin,
    entropy: columns.entropy,
    label: label?.map((id) => (id < 0 || id >= classes || id === ignored ? -1 : id)),
    loss: columns.loss,
    ...(columns.sigmoid
      ? pageOfYesAndNo(page, columns, settings)
      : { bars: rowBars(logits, classes, places, columns.logSumExp, temperature) }),
  };
}

/** Pages that follow each other, as one. */
export function joinPages([first, ...rest]: readonly RowsPage[]): RowsPage {
  if (rest.length === 0) return first;
  const pages = [first, ...rest];
  const rows = pages.reduce((sum, { row }) => sum + row.length, 0);
  const floats = (of: (page: RowsPage) => Float64Array) => into(new Float64Array(rows), pages.map(of));
  const ints = (of: (page: RowsPage) => Int32Array) => into(new Int32Array(rows), pages.map(of));
  const { bins } = first.bars;
  const heights = pages.map(({ bars }) => bars.heights);
  return {
    total: first.total,
    row: ints(({ row }) => row),
    top: ints(({ top }) => top),
    probability: floats(({ probability }) => probability),
    margin: floats(({ margin }) => margin),
    entropy: floats(({ entropy }) => entropy),
    label: first.label && ints(({ label }) => label!),
    loss: first.loss && floats(({ loss }) => loss!),
    bars: { bins, heights: into(new Float32Array(rows * bins), heights) },
    ...(first.sigmoid && { sigmoid: joinYesAndNo(pages.map(({ sigmoid }) => sigmoid!)) }),
  };
}

function joinYesAndNo(parts: readonly RowsOfYesAndNo[]): RowsOfYesAndNo {
  const ints = (of: (part: RowsOfYesAndNo) => Int32Array) => {
    const columns = parts.map(of);
    return into(new Int32Array(columns.reduce((sum, { length }) => sum + length, 0)), columns);
  };
  const marks = parts.map(({ targets }) => targets?.bins ?? new Uint8Array(0));
  return {
    above: ints(({ above }) => above),
    ...(parts[0].targets && {
      targets: {
        count: ints(({ targets }) => targets!.count),
        missed: ints(({ targets }) => targets!.missed),
        ids: ints(({ targets }) => targets!.ids),
        bins: into(new Uint8Array(marks.reduce((sum, { length }) => sum + length, 0)), marks),
      },
    }),
  };
}

function into<T extends Float64Array | Float32Array | Int32Array | Uint8Array>(
  whole: T,
  parts: readonly T[],
): T {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
