import type { PrintedLoss, ReadingKind } from '../../arrays/types';
import type { LossTable } from '../lossTable';
import type { Finding } from '../types';

/** What an audit goes by. */
export interface AuditFacts {
  table: LossTable;
  reading: ReadingKind;
  printedLoss?: PrintedLoss;
  /** rows × classes as the table was computed of, where they are in memory. */
  logits?: Float64Array | Float32Array;
}

/** One thing to look for. */
export interface AuditRule {
  id: string;
  check(facts: AuditFacts): Finding | undefined;
}

/** A number as a sentence has it. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(3);
  return String(Number(value.toPrecision(6)));
}

export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
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

export function accuracy({ topK, label }: LossTable): number {
  const rows = label?.reduce((sum, id) => sum + Number(id >= 0), 0) ?? 0;
  return topK[0].rows / rows;
}

/** How far a printed number may be from the one meant. */
export function halfUnit({ value, decimals }: PrintedLoss): number {
  return decimals === undefined ? Math.abs(value) * 1e-6 : 0.5 * 10 ** -decimals * (1 + 1e-9);
}
