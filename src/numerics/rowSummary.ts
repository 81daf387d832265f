import * as l10n from '@vscode/l10n';
import { checkCount, checkLabel } from './indices';
import { kernelsFor } from './kernels';
import { logSumExpOf } from './logSumExpOf';
import { checkTemperature } from './options';
import { exp, FLOOR, ONE } from './reference/exp';
import { log1p } from './reference/log1p';
import { rowFlag } from './rowFlag';
import type { RowFlag } from './types';

export interface RowSummaryOptions {
  /** Finite and above 0. Default 1. */
  temperature?: number;
  /** How many classes to list. Default 10. */
  k?: number;
  /** The row's class id; its loss is then given. */
  label?: number;
}

/** What the inspector shows of one row of logits. Logits are as given; all else is after the temperature, in nats. */
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
  /** Probability of all classes that are not in `top`, summed over them. */
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
 * Summarises one row of logits with one exponential per class. A row with no softmax has NaN in place of its numbers, and
 * a flag that says why. float64 inside; the listed classes are summed apart from the rest, so that a small `tailMass`,
 * and the loss and entropy of a confident row, keep their digits.
 *
 * @throws when the row is empty, the label is no class of it, or an option is out of range
 */
export function rowSummary(row: Float32Array | Float64Array, options: RowSummaryOptions = {}): RowSummary {
  const { k = 10, label } = options;
  const temperature = checkTemperature(options.temperature);
  const n = row.length;
  if (n === 0) throw new Error(l10n.t('row: expected at least one class, got none'));
  checkCount(k);
  if (label !== undefined) checkLabel(label, n);
  const shown = Math.min(k, n);
  const listed = Math.min(Math.max(shown, 2), n);
  const found = kernelsFor(n).summary(row, temperature, listed);
  const { indices, values, nanCount, positiveInfinityCount, maskedCount } = found;
  const max = values[0];
  const finite = Number.isFinite(max);

  const d = values.map((x) => (x - max) / temperature);
  const e = d.map(expOf);
  let rest = found.rest;
  let weighted = found.weighted;
  for (let i = listed - 1; i >= shown && i > 0; i--) rest += e[i];
  let tail = rest;
  for (let i = shown - 1; i > 0; i--) tail += e[i];
  for (let i = 1; i < listed; i++) if (e[i] > 0) weighted -= e[i] * d[i];
  if (!finite) tail = NaN;
  const sum = 1 + tail;
  const log = log1p(tail);
  const second = n > 1 ? -Math.expm1(d[1]) : 1;

  const summary: RowSummary = {
    logSumExp: logSumExpOf(max, log, temperature),
    entropy: log + weighted / sum,
    top: {
      indices: indices.slice(0, shown),
      logits: values.slice(0, shown),
      probabilities: e.slice(0, shown).map((x) => x / sum),
      logProbabilities: d.slice(0, shown).map((x) => x - log),
    },
    tailMass: (shown === 0 ? sum : rest) / sum,
    margin: second / sum,
    nanCount,
    positiveInfinityCount,
    maskedCount,
  };
  if (label !== undefined) summary.loss = log - (row[label] - max) / temperature;
  const flag = rowFlag(max, tail);
  if (flag) summary.flag = flag;
  return summary;
}

function expOf(d: number): number {
  return d < FLOOR ? 0 : exp(d, 0) / ONE;
}
