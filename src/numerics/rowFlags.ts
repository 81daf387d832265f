import type { NDArray } from '../arrays/ndarray';
import { MAX, STATISTICS, TAIL } from './kernel';
import { kernelsFor } from './kernels';
import { layoutOf } from './layout';
import { precisionPath } from './precisionPath';
import { rowChunks, rowsAtOnce } from './rowChunks';
import { rowFlag } from './rowFlag';
import type { RowFlag } from './types';

/**
 * The rows along `axis` whose softmax is NaN, with the reason: a NaN, a +∞, or nothing but −∞.
 *
 * @throws when the axis is not one of the array's
 */
export function rowFlags(logits: NDArray, options: { axis?: number } = {}): RowFlag[] {
  const layout = layoutOf(logits, options.axis);
  const fast = precisionPath(logits) === 'fast';
  const kernels = kernelsFor(layout.n);
  const flags: RowFlag[] = [];
  const stats = new Float64Array(rowsAtOnce(layout) * STATISTICS);
  for (const { x, first, rows } of rowChunks(logits, layout)) {
    kernels.statistics(x, layout.n, 1, fast ? 'fast' : 'plain', stats);
    for (let row = 0, at = 0; row < rows; row++, at += STATISTICS) {
      const flag = rowFlag(stats[at + MAX], stats[at + TAIL]);
      if (flag) flags.push({ row: first + row, ...flag });
    }
  }
  return flags;
}
