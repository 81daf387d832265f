import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { NDArray } from '../arrays/ndarray';
import { shapeText } from '../arrays/ndarray';
import { unknownClassId } from './indices';
import { ARGMAX, LOG, MAX, SECOND, STATISTICS, TAIL, WEIGHTED } from './kernel';
import { kernelsFor } from './kernels';
import { layoutWithClasses } from './layout';
import { logSumExpOf } from './logSumExpOf';
import { checkTemperature } from './options';
import { rowChunks } from './rowChunks';
import { rowFlag } from './rowFlag';
import { finish, type Steps } from './steps';
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
  /** The class with the largest logit, the lowest of equals. */
  top: Int32Array;
  topProbability: Float64Array;
  /** Largest probability minus the second largest; 1 when there is one class. */
  margin: Float64Array;
  entropy: Float64Array;
  logSumExp: Float64Array;
  /** NaN where the label is ignored. */
  loss?: Float64Array;
  flags: RowFlag[];
}

/**
 * Summarises every row of an array, for the list of rows. float64 inside, one exponential per element.
 *
 * @throws when there are no classes, the labels' shape is not the rows', or a label is no class and not `ignoreIndex`
 */
export function rowsSummary(logits: NDArray, options: RowsSummaryOptions = {}): RowsSummary {
  return finish(rowsSummarySteps(logits, options));
}

/** `rowsSummary`, chunk by chunk. */
export function* rowsSummarySteps(logits: NDArray, options: RowsSummaryOptions = {}): Steps<RowsSummary> {
  const layout = layoutWithClasses(logits, options.axis);
  const { n, rows: total } = layout;
  const { labels, ignoreIndex = IGNORE_INDEX } = options;
  const temperature = checkTemperature(options.temperature);
  if (labels && labels.data.length !== total) {
    throw new Error(
      l10n.t('labels: expected shape {0}, got {1}', shapeText(layout.rowShape), shapeText(labels.shape)),
    );
  }
  const column = () => new Float64Array(total);
  const result: RowsSummary = {
    rows: total,
    classes: n,
    top: new Int32Array(total),
    topProbability: column(),
    margin: column(),
    entropy: column(),
    logSumExp: column(),
    flags: [],
  };
  const loss = labels ? (result.loss = column()) : undefined;
  const kernels = kernelsFor(n);
  for (const { x, first, rows } of rowChunks(logits, layout)) {
    const stats = new Float64Array(rows * STATISTICS);
    kernels.statistics(x, n, temperature, 'weighted', stats);
    for (let r = 0, at = 0; r < rows; r++, at += STATISTICS) {
      const row = first + r;
      const max = stats[at + MAX];
      const log = stats[at + LOG];
      const tail = stats[at + TAIL];
      const sum = 1 + tail;
      const second = n > 1 ? -Math.expm1((stats[at + SECOND] - max) / temperature) : 1;
      const flag = rowFlag(max, tail);
      if (flag) result.flags.push({ row, ...flag });
      result.top[row] = flag ? -1 : stats[at + ARGMAX];
      result.topProbability[row] = 1 / sum;
      result.margin[row] = second / sum;
      result.entropy[row] = log + stats[at + WEIGHTED] / sum;
      result.logSumExp[row] = logSumExpOf(max, log, temperature);
      if (!loss) continue;
      const label = labels!.data[row];
      if (label === ignoreIndex) loss[row] = NaN;
      else if (Number.isInteger(label) && label >= 0 && label < n) {
        loss[row] = log - (x[r * n + label] - max) / temperature;
      } else {
        throw unknownClassId('labels', row, label, n, ignoreIndex);
      }
    }
    yield { done: first + rows, total };
  }
  return result;
}
