import type { Data } from './kernel';
import { kernelsFor } from './kernels';
import { rowsAtOnce } from './rowChunks';

/**
 * How many classes are more probable than each row's label, counted up to `limit`; equal ones count as less probable.
 *
 * @param logits rows × classes, row-major
 * @param ids class ids, one a row; what is none of 0 … classes − 1 has rank −1
 * @param ranks filled in, one a row
 */
export function labelRanks(
  logits: Data,
  classes: number,
  ids: Int32Array,
  limit: number,
  ranks: Int32Array,
): void {
  const kernels = kernelsFor(classes);
  const step = rowsAtOnce({ n: classes, rows: ids.length });
  for (let from = 0; from < ids.length; from += step) {
    const to = Math.min(from + step, ids.length);
    const x = logits.subarray(from * classes, to * classes);
    kernels.ranks(x, classes, ids.subarray(from, to), limit, ranks.subarray(from, to));
  }
}
