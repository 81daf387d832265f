import type { CountedColumns, JudgedColumns } from '../kernel';
import { BINS_BEYOND, Total } from '../rowTotals';

/** As assembly/totals.ts, step by step. */
export function addUp({ top, topProbability, label, loss }: CountedColumns, totals: Float64Array): void {
  for (const p of topProbability) {
    if (p !== p) continue;
    totals[Total.Confident]++;
    totals[Total.Confidence] += p;
  }
  if (!label || !loss) return;
  for (let row = 0; row < top.length; row++) {
    if (label[row] < 0) continue;
    addLoss(loss[row], totals);
    const p = topProbability[row];
    if (top[row] < 0 || p !== p) continue;
    const isRight = Number(top[row] === label[row]);
    totals[Total.Counted]++;
    totals[Total.Right] += isRight;
    const bin = Math.floor(p * BINS_BEYOND);
    totals[Total.InBin + bin]++;
    totals[Total.RightInBin + bin] += isRight;
    totals[Total.ConfidenceInBin + bin] += p;
  }
}

export function histogram(
  { top, label, loss }: Required<JudgedColumns>,
  width: number,
  counts: Int32Array,
): void {
  const last = counts.length / 2 - 1;
  for (let row = 0; row < top.length; row++) {
    if (label[row] < 0 || !Number.isFinite(loss[row])) continue;
    const bin = Math.max(0, Math.min(last, Math.floor(loss[row] / width)));
    counts[2 * bin + Number(top[row] !== label[row])]++;
  }
}

function addLoss(loss: number, totals: Float64Array): void {
  totals[Total.Labelled]++;
  const sum = totals[Total.Loss];
  const next = sum + loss;
  const part = next - sum;
  totals[Total.Lost] += sum - (next - part) + (loss - part);
  totals[Total.Loss] = next;
  if (!Number.isFinite(loss)) return;
  totals[Total.Finite]++;
  totals[Total.Largest] = Math.max(totals[Total.Largest], loss);
}
