import type { NDArray } from '../arrays/ndarray';
import { CompensatedSum } from './compensatedSum';
import { toGradient } from './gradient';
import { LOG, MAX, STATISTICS, TAIL } from './kernel';
import { kernelsFor } from './kernels';
import type { Layout } from './layout';
import type { CROSS_ENTROPY_OPTIONS, Resolved } from './options';
import { reduced } from './reduced';
import { rowChunks } from './rowChunks';
import { maskedLabel, rowFlag } from './rowFlag';
import type { Steps } from './steps';
import type { CrossEntropyResult, RowFlag } from './types';
import { zeros } from './zeros';

export type ResolvedOptions = Resolved<typeof CROSS_ENTROPY_OPTIONS>;

/** How one row's target is made. */
export interface Target {
  /**
   * Writes the row's target weights t_c and returns what the mass that the gradient takes has beyond Σ t_c; undefined
   * ignores the row.
   */
  fill(row: number, target: Float64Array): number | undefined;
  /** What a mean divides by. */
  denominator: number;
  flags: RowFlag[];
}

/**
 * Cross-entropy with any target: Σ t_c (log1p(tail) + (max − x_c)/T) per row, reduced, with its gradient over T, for a
 * mean over the denominator too. All in float64, whatever the dtype of the logits, and rounded once.
 *
 * @param gradient where it is written, of the logits' shape; undefined for none
 */
export function* crossEntropySteps(
  logits: NDArray,
  layout: Layout,
  { reduction, temperature }: ResolvedOptions,
  target: Target,
  gradient: NDArray | undefined,
): Steps<CrossEntropyResult> {
  const { n } = layout;
  const { flags, denominator } = target;
  const perExample = zeros(logits.dtype, layout.rowShape);
  const weight = reduction !== 'mean' ? 1 : denominator === 0 ? NaN : denominator;
  const kernels = kernelsFor(n);
  const total = new CompensatedSum();
  const t = new Float64Array(n);
  for (const { x, y, first, rows } of rowChunks(logits, layout, gradient, true)) {
    const stats = new Float64Array(rows * STATISTICS);
    if (y) kernels.softmax(x, n, temperature, false, y, stats);
    else kernels.statistics(x, n, temperature, 'plain', stats);
    for (let row = 0, at = 0, start = 0; row < rows; row++, at += STATISTICS, start += n) {
      const excess = target.fill(first + row, t);
      if (excess === undefined) {
        y?.fill(0, start, start + n);
        continue;
      }
      const [max, tail, log] = [stats[at + MAX], stats[at + TAIL], stats[at + LOG]];
      const flag = rowFlag(max, tail);
      const loss = flag ? NaN : lossOf(x.subarray(start, start + n), t, max, log, temperature);
      if (flag) flags.push({ row: first + row, ...flag });
      else if (loss === Infinity) flags.push({ row: first + row, ...maskedLabel() });
      perExample.data[first + row] = loss;
      total.add(loss);
      if (y)
        toGradient((y as Float64Array).subarray(start, start + n), t, excess, tail, temperature * weight);
    }
    yield { done: first + rows, total: layout.rows };
  }
  return assemble(perExample, reduced(reduction, total.value, denominator), gradient, flags);
}

function lossOf(
  x: ArrayLike<number>,
  t: Float64Array,
  max: number,
  log: number,
  temperature: number,
): number {
  const sum = new CompensatedSum();
  for (let c = 0; c < t.length; c++) if (t[c] !== 0) sum.add(t[c] * (log + (max - x[c]) / temperature));
  return sum.value;
}

/** Puts a result together; what is absent is left out. */
export function assemble(
  perExample: NDArray,
  reducedLoss: number | undefined,
  gradient: NDArray | undefined,
  flags: RowFlag[],
): CrossEntropyResult {
  return {
    perExample,
    flags,
    ...(reducedLoss !== undefined && { reduced: reducedLoss }),
    ...(gradient && { gradient }),
  };
}
