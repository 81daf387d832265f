import { sizeOf, type NDArray } from '../../arrays/ndarray';
import { classAxisLast, classAxisOf, stepsOf } from '../../loss/classAxis';
import { giveWay } from '../giveWay';
import { rowsDone } from '../inSteps';
import { blockOf } from '../limits';
import type { Rows } from './rows';

/** The rows of an array in memory along its class axis. */
export function memoryRows(array: NDArray, axis?: number, decimals?: number): Rows {
  const { shape } = array;
  const classAxis = classAxisOf(shape, axis);
  const classes = shape[classAxis];
  const rows = sizeOf(shape) / classes;
  const data = classAxisLast(array, classAxis);
  const steps = stepsOf(shape, classAxis);
  /** A view; nothing is copied. */
  const slice = (from: number, to: number) => data.subarray(from * classes, to * classes);
  return {
    shape,
    classAxis,
    rows,
    classes,
    decimals,
    position: (row) => row % steps,
    read: async (from, count) => ({ logits: slice(from, from + count) }),
    async gather(picked) {
      const logits = new Float64Array(picked.length * classes);
      picked.forEach((row, at) => logits.set(slice(row, row + 1), at * classes));
      return { logits };
    },
    async pass({ signal, progress }, onBlock) {
      const step = blockOf(classes);
      for (let from = 0; from < rows; from += step) {
        await giveWay(signal);
        const to = Math.min(rows, from + step);
        onBlock({ logits: slice(from, to) });
        progress({ done: to, total: rows, message: rowsDone(to) });
      }
    },
  };
}
