import type { NDArray } from '../ndarray';
import { shapeText } from '../ndarray';
import { eachRow } from './eachRow';
import { layoutOf } from './layout';
import { rowSummary } from './rowSummary';
import type { AxisOptions, RowFlag } from './types';

export interface RowsSummaryOptions extends AxisOptions {
  /** Class ids, of the logits' shape without the class axis. */
  labels?: NDArray;
  /** Rows with this label have loss NaN. Default -100. */
  ignoreIndex?: number;
}

/** One column a quantity, one entry a row; in nats. A row with no softmax has NaN, top −1, and a flag. */
export interface RowsSummary {
  rows: number;
  classes: number;
  top: Int32Array;
  topProbability: Float64Array;
  /** Largest probability minus the second largest. */
  margin: Float64Array;
  entropy: Float64Array;
  logSumExp: Float64Array;
  /** NaN where the label is ignored. */
  loss?: Float64Array;
  flags: RowFlag[];
}

/**
 * Summarises every row of an array, for the list of rows.
 *
 * @throws when there are no classes, or a label is no class and not `ignoreIndex`
 */
export function rowsSummary(logits: NDArray, options: RowsSummaryOptions = {}): RowsSummary {
  const layout = layoutOf(logits, options.axis);
  const { rows, n } = layout;
  const { labels, ignoreIndex = -100, temperature } = options;
  if (labels && labels.data.length !== rows) {
    throw new Error(`labels: expected shape ${shapeText(layout.rowShape)}, got ${shapeText(labels.shape)}`);
  }
  const column = () => new Float64Array(rows);
  const result: RowsSummary = {
    rows,
    classes: n,
    top: new Int32Array(rows),
    topProbability: column(),
    margin: column(),
    entropy: column(),
    logSumExp: column(),
    flags: [],
  };
  if (labels) result.loss = column();
  eachRow(logits, layout, (row, index) => {
    const id = labels?.data[index];
    const label = id === ignoreIndex ? undefined : id;
    const summary = rowSummary(row, {
      k: 1,
      ...(temperature && { temperature }),
      ...(label !== undefined && { label }),
    });
    result.top[index] = summary.flag ? -1 : summary.top.indices[0];
    result.topProbability[index] = summary.top.probabilities[0];
    result.margin[index] = summary.margin;
    result.entropy[index] = summary.entropy;
    result.logSumExp[index] = summary.logSumExp;
    if (result.loss) result.loss[index] = summary.loss ?? NaN;
    if (summary.flag) result.flags.push({ row: index, ...summary.flag });
  });
  return result;
}
