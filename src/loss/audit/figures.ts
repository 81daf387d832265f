import { numberText, powerText } from '../../arrays/words/numberText';
import type { LossTable } from '../lossTable';

/** A number as a sentence has it. */
export function figure(value: number): string {
  const size = Math.abs(value);
  return Number.isFinite(value) && size !== 0 && (size < 1e-3 || size >= 1e6)
    ? powerText(value, 4)
    : numberText(value, 6);
}

/** A number with every digit that it was printed with. */
export function asPrinted(value: number): string {
  return numberText(value, 17);
}

/** `1,000` */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** Rows that count, and the plain mean of their losses. */
export function counted({ label, loss }: LossTable): { rows: number; sum: number; mean: number } {
  let rows = 0;
  let sum = 0;
  if (label && loss) {
    for (let row = 0; row < label.length; row++) {
      if (label[row] < 0) continue;
      rows++;
      sum += loss[row];
    }
  }
  return { rows, sum, mean: sum / rows };
}

export function accuracy(table: LossTable): number {
  return table.topK[0].rows / counted(table).rows;
}
