import { LOG, MAX, STATISTICS } from './kernel';
import { kernelsFor } from './kernels';
import { rowsAtOnce } from './rowChunks';
import { releaseMemory } from './wasmKernels';

/**
 * Softmax and cross-entropy of rows with class ids, with one exponential an element: the probabilities of `softmax`, and the
 * losses of `rowsSummary`, in nats. NaN where a row has no softmax; a loss where the id is none of 0 … classes − 1, too.
 *
 * @param logits rows × classes, row-major
 * @param ids class ids, one a row
 * @param probabilities filled in, rows × classes
 * @param losses filled in, one a row
 */
export function softmaxLosses(
  logits: Float64Array,
  classes: number,
  ids: Int32Array,
  temperature: number,
  { probabilities, losses }: { probabilities: Float64Array; losses: Float64Array },
): void {
  const kernels = kernelsFor(classes);
  const step = rowsAtOnce({ n: classes, rows: ids.length });
  const statistics = new Float64Array(step * STATISTICS);
  for (let first = 0; first < ids.length; first += step) {
    const rows = Math.min(step, ids.length - first);
    const [from, to] = [first * classes, (first + rows) * classes];
    const stats = statistics.subarray(0, rows * STATISTICS);
    const y = probabilities.subarray(from, to);
    kernels.softmax(logits.subarray(from, to), classes, temperature, false, y, stats);
    for (let row = 0, at = 0, x = from; row < rows; row++, at += STATISTICS, x += classes) {
      const id = ids[first + row];
      losses[first + row] =
        id >= 0 && id < classes ? stats[at + LOG] - (logits[x + id] - stats[at + MAX]) / temperature : NaN;
    }
  }
  releaseMemory();
}
