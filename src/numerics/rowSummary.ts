import { checkTemperature } from './checks';
import { shiftedExp } from './reference/shiftedExp';
import { rowFlag } from './rowFlag';
import { topK } from './topK';
import type { RowFlag } from './types';

export interface RowSummaryOptions {
  temperature?: number;
  /** How many classes to list. Default 10. */
  k?: number;
  /** The row's class id; its loss is then given. */
  label?: number;
}

/** What the inspector shows of one row of logits. Logits are as given; everything else is after the temperature, in nats. */
export interface RowSummary {
  logSumExp: number;
  entropy: number;
  /** The k largest, largest first, equal logits by lower index. */
  top: {
    indices: Int32Array;
    logits: Float64Array;
    probabilities: Float64Array;
    logProbabilities: Float64Array;
  };
  /** Probability of all classes that are not in `top`. */
  tailMass: number;
  /** Largest probability minus the second largest; 1 when there is one class. */
  margin: number;
  loss?: number;
  nanCount: number;
  positiveInfinityCount: number;
  /** Logits of −∞. */
  maskedCount: number;
  /** Why the row has no softmax. */
  flag?: Omit<RowFlag, 'row'>;
}

/**
 * Summarises one row of logits. A row with no softmax has NaN in place of its numbers, and a flag that says why.
 *
 * @throws when the row is empty, the label is no class of it, or an option is out of range
 */
export function rowSummary(row: Float32Array | Float64Array, options: RowSummaryOptions = {}): RowSummary {
  const { k = 10, label } = options;
  const temperature = checkTemperature(options.temperature);
  const n = row.length;
  if (n === 0) throw new Error('row: expected at least one class, got none');
  if (label !== undefined && (!Number.isInteger(label) || label < 0 || label >= n)) {
    throw new Error(`label: expected an integer from 0 to ${n - 1}, got ${label}`);
  }
  const e = new Float64Array(n);
  const { max, tail } = shiftedExp(row, temperature, e);
  const sum = 1 + tail;
  const log = Math.log1p(tail);
  let weighted = 0;
  let nanCount = 0;
  let positiveInfinityCount = 0;
  let maskedCount = 0;
  for (let i = 0; i < n; i++) {
    const x = row[i];
    if (e[i] > 0) weighted += (e[i] * (max - x)) / temperature;
    if (x !== x) nanCount++;
    else if (x === Infinity) positiveInfinityCount++;
    else if (x === -Infinity) maskedCount++;
  }
  const { indices, values } = topK(row, Math.max(k, Math.min(2, n)));
  const logOf = (x: number) => (x - max) / temperature - log;
  const probabilities = Float64Array.from(indices, (i) => e[i] / sum);
  const margin = n === 1 ? probabilities[0] : probabilities[0] - probabilities[1];
  const shown = Math.min(k, n);
  const listed = new Set(indices.subarray(0, shown));
  let rest = 0;
  for (let i = 0; i < n; i++) if (!listed.has(i)) rest += e[i];
  const summary: RowSummary = {
    logSumExp: Number.isFinite(max) ? max / temperature + log : max,
    entropy: log + weighted / sum,
    top: {
      indices: indices.slice(0, shown),
      logits: values.slice(0, shown),
      probabilities: probabilities.slice(0, shown),
      logProbabilities: values.slice(0, shown).map(logOf),
    },
    tailMass: rest / sum,
    margin,
    nanCount,
    positiveInfinityCount,
    maskedCount,
  };
  if (label !== undefined) summary.loss = -logOf(row[label]);
  const flag = rowFlag(max, tail);
  if (flag) summary.flag = flag;
  return summary;
}
