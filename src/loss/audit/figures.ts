import type { LossTable } from '../lossTable';

/** A number as a sentence has it. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(3);
  return String(Number(value.toPrecision(6)));
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
