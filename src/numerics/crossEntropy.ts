import type { NDArray } from '../ndarray';
import { checkTemperature } from './checks';
import { eachRow } from './eachRow';
import type { Layout } from './layout';
import { shiftedExp } from './reference/shiftedExp';
import { rowFlag } from './rowFlag';
import type { CrossEntropyOptions, CrossEntropyResult, RowFlag } from './types';
import { zeros } from './zeros';

/** How one row's target is made; both cross-entropies differ in nothing else. */
export interface Target {
  /** Writes the row's target weights, t_c ≥ 0, and returns their mass Σ t_c; undefined leaves the row out. */
  fill(row: number, target: Float64Array): number | undefined;
  /** What a mean divides by. */
  denominator: number;
  flags: RowFlag[];
}

/** Σ t_c · (lse(x/T) − x_c/T) per row, reduced, and its gradient (Σt · softmax − t)/T. */
export function crossEntropy(
  logits: NDArray,
  layout: Layout,
  options: CrossEntropyOptions,
  target: Target,
): CrossEntropyResult {
  const { reduction = 'mean' } = options;
  const temperature = checkTemperature(options.temperature);
  const { n, inner } = layout;
  const perExample = zeros(logits.dtype, layout.rowShape);
  const gradient = options.gradient ? zeros(logits.dtype, logits.shape) : undefined;
  const scale = 1 / temperature / (reduction === 'mean' ? target.denominator : 1);
  const flags = target.flags;
  const e = new Float64Array(n);
  const t = new Float64Array(n);
  let total = 0;
  eachRow(logits, layout, (row, index, start) => {
    const mass = target.fill(index, t);
    if (mass === undefined) return;
    const { max, tail, argmax } = shiftedExp(row, temperature, e);
    const reason = rowFlag(max, tail);
    if (reason) flags.push({ row: index, ...reason });
    const log = Math.log1p(tail);
    let loss = 0;
    for (let c = 0; c < n; c++) if (t[c] !== 0) loss += t[c] * (log + (max - row[c]) / temperature);
    if (loss === Infinity) {
      flags.push({
        row: index,
        reason: 'masked-label',
        message: 'the label stands on a class whose logit is -inf',
      });
    }
    if (reason) loss = NaN;
    perExample.data[index] = loss;
    total += loss;
    if (!gradient) return;
    const sum = 1 + tail;
    for (let c = 0, at = start; c < n; c++, at += inner) {
      const others = (c === argmax ? tail : sum - e[c]) / sum;
      gradient.data[at] = scale * ((mass - t[c]) * (e[c] / sum) - t[c] * others);
    }
  });
  const result: CrossEntropyResult = { perExample, flags };
  if (reduction !== 'none') result.reduced = reduction === 'mean' ? total / target.denominator : total;
  if (gradient) result.gradient = gradient;
  return result;
}
