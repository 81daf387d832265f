import type { NDArray } from '../arrays/ndarray';
import { checkTemperature } from './checks';
import { LOG, MAX, STATISTICS, TAIL } from './kernel';
import { kernelsFor } from './kernels';
import type { Layout } from './layout';
import { rowChunks } from './rowChunks';
import { rowFlag } from './rowFlag';
import type { Steps } from './steps';
import { CompensatedSum } from './compensatedSum';
import type { CrossEntropyOptions, CrossEntropyResult, RowFlag } from './types';
import { zeros } from './zeros';

/** How one row's target is made. */
export interface Target {
  /** Writes the row's target weights t_c and returns the mass Σ t_c that the gradient takes; undefined ignores the row. */
  fill(row: number, target: Float64Array): number | undefined;
  /** What a mean divides by. */
  denominator: number;
  flags: RowFlag[];
}

export const MASKED_LABEL = {
  reason: 'masked-label',
  message: 'the label stands on a class whose logit is -inf: the loss is +inf',
} as const;

/**
 * Cross-entropy with any target: Σ t_c (log1p(tail) + (max − x_c)/T) per row, reduced, with gradient
 * (mass · p_c − t_c)/T, times 1/denominator for a mean. All in float64, whatever the dtype of the logits.
 * The gradient is computed as (mass − t_c) p_c − t_c (1 − p_c), with 1 − p_c as the sum of the other probabilities: at a
 * confident right label nothing is lost.
 */
export function* crossEntropySteps(
  logits: NDArray,
  layout: Layout,
  options: CrossEntropyOptions,
  target: Target,
): Steps<CrossEntropyResult> {
  const { reduction = 'mean' } = options;
  const temperature = checkTemperature(options.temperature);
  const { n } = layout;
  const { flags, denominator } = target;
  const perExample = zeros(logits.dtype, layout.rowShape);
  const gradient = options.gradient ? zeros(logits.dtype, logits.shape) : undefined;
  const divisor = temperature * (reduction === 'mean' ? denominator : 1);
  const kernels = kernelsFor(n);
  const total = new CompensatedSum();
  const t = new Float64Array(n);
  for (const { x, y, first, rows } of rowChunks(logits, layout, gradient, true)) {
    const stats = new Float64Array(rows * STATISTICS);
    const p = gradient ? new Float64Array(x.length) : undefined;
    if (p) kernels.softmax(x, n, temperature, false, p, stats);
    else kernels.statistics(x, n, temperature, 'plain', stats);
    for (let row = 0, at = 0, start = 0; row < rows; row++, at += STATISTICS, start += n) {
      const mass = target.fill(first + row, t);
      if (mass === undefined) {
        y?.fill(0, start, start + n);
        continue;
      }
      const [max, tail, log] = [stats[at + MAX], stats[at + TAIL], stats[at + LOG]];
      const sum = new CompensatedSum();
      for (let c = 0; c < n; c++) if (t[c] !== 0) sum.add(t[c] * (log + (max - x[start + c]) / temperature));
      const flag = rowFlag(max, tail);
      const loss = flag ? NaN : sum.value;
      if (flag) flags.push({ row: first + row, ...flag });
      else if (loss === Infinity) flags.push({ row: first + row, ...MASKED_LABEL });
      perExample.data[first + row] = loss;
      total.add(loss);
      if (!p || !y) continue;
      for (let c = 0; c < n; c++) {
        const own = p[start + c];
        const others = x[start + c] === max ? tail / (1 + tail) : 1 - own;
        y[start + c] = ((mass - t[c]) * own - t[c] * others) / divisor + 0;
      }
    }
    yield { done: first + rows, total: layout.rows };
  }
  return assemble(perExample, total.value, denominator, options, gradient, flags);
}

/** Puts a result together; the flags in the order of the rows. */
export function assemble(
  perExample: NDArray,
  total: number,
  denominator: number,
  options: CrossEntropyOptions,
  gradient: NDArray | undefined,
  flags: RowFlag[],
): CrossEntropyResult {
  const { reduction = 'mean' } = options;
  const result: CrossEntropyResult = { perExample, flags };
  if (reduction !== 'none') result.reduced = reduction === 'mean' ? total / denominator : total;
  if (gradient) result.gradient = gradient;
  return result;
}
