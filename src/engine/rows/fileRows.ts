import { rowsText } from '../../arrays/words/plural';
import { classAxisOf, stepsOf } from '../../loss/classAxis';
import { giveWay } from '../giveWay';
import { blockOf } from '../limits';
import { rowsAlong } from './rowsAlong';
import type { RowSource } from './rowSource';
import type { Rows } from './rows';

/** The rows of an array in a file, read when they are looked at. */
export function fileRows(stored: RowSource, axis?: number): Rows {
  const source = rowsAlong(stored, axis);
  const { shape, rows, classes } = source;
  const classAxis = classAxisOf(shape, axis);
  const steps = stepsOf(shape, classAxis);
  const read = async (from: number, count: number, signal: AbortSignal) => {
    await giveWay(signal);
    return { logits: (await source.read(from, count, signal)).data };
  };
  return {
    shape,
    classAxis,
    rows,
    classes,
    lazy: true,
    position: source.position ?? ((row) => row % steps),
    read,
    async gather(picked, signal) {
      const logits = new Float64Array(picked.length * classes);
      for (let at = 0; at < picked.length;) {
        let run = 1;
        while (at + run < picked.length && picked[at + run] === picked[at] + run) run++;
        logits.set((await read(picked[at], run, signal)).logits, at * classes);
        at += run;
      }
      return { logits };
    },
    async pass({ signal, progress }, onBlock) {
      const step = blockOf(classes);
      for (let from = 0; from < rows; from += step) {
        const count = Math.min(step, rows - from);
        onBlock(await read(from, count, signal));
        progress({
          done: from + count,
          total: rows,
          message: rowsText(from + count),
        });
      }
    },
  };
}
