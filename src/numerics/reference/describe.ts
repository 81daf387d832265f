import { NO_LABEL } from '../../arrays/noLabel';
import {
  ARGMAX,
  LOG,
  MAX,
  STATISTICS,
  TAIL,
  type Data,
  type DescribedColumns,
  type DescribedCounts,
  type DescribeOptions,
} from '../kernel';
import { logSumExpOf } from '../logSumExpOf';
import { Described, sumsToOne, TOP_FIVE, UNIT_TOLERANCE } from '../rowTotals';

/** As assembly/labelled.ts, row by row, from the rows' statistics. */
export function describe(
  x: Data,
  n: number,
  statistics: Float64Array,
  { temperature, given, ignoreIndex }: DescribeOptions,
  { top, topProbability, logSumExp, label, loss }: DescribedColumns,
  { counts, ranks }: DescribedCounts,
): void {
  for (let row = 0; row < top.length; row++) {
    const values = x.subarray(row * n, (row + 1) * n);
    const at = row * STATISTICS;
    const [max, tail, log] = [statistics[at + MAX], statistics[at + TAIL], statistics[at + LOG]];
    const hasSoftmax = tail === tail;
    top[row] = hasSoftmax ? statistics[at + ARGMAX] : -1;
    topProbability[row] = 1 / (1 + tail);
    const whole = (logSumExp[row] = logSumExpOf(max, log, temperature));
    if (!Number.isFinite(whole)) counts[Described.Irregular]++;
    else if (temperature === 1 && Math.abs(whole) <= UNIT_TOLERANCE) counts[Described.LogUnit]++;
    else if (sumsToOne(values, 0, n)) counts[Described.Unit]++;
    if (!given) continue;
    const id = given[row];
    countLabel(id, n, ignoreIndex, counts);
    const isCounted = id !== ignoreIndex && id >= 0 && id < n;
    label![row] = isCounted ? id : -1;
    loss![row] = isCounted ? log - (values[id] - max) / temperature : NaN;
    if (!isCounted) continue;
    if (loss![row] === Infinity) counts[Described.Infinite]++;
    const rank = largerOnes(values, values[id], ranks.length - 1);
    ranks[rank]++;
    if (rank < TOP_FIVE && hasSoftmax) counts[Described.InTopFive]++;
    const plain = whole - values[id] / temperature;
    if (!Number.isFinite(plain)) continue;
    counts[Described.Finite]++;
    counts[Described.Sum] += plain;
    counts[Described.Right] += Number(top[row] === id);
  }
}

function countLabel(id: number, n: number, ignoreIndex: number, counts: Float64Array): void {
  if (id === NO_LABEL) counts[Described.Missing]++;
  else if (id === ignoreIndex) counts[Described.Ignored]++;
  else {
    if (!(id >= counts[Described.Least])) counts[Described.Least] = id;
    if (!(id <= counts[Described.Most])) counts[Described.Most] = id;
    if (id < 0 || id >= n) counts[Described.OutOfRange]++;
  }
}

/** How many are larger, counted up to a limit. */
function largerOnes(values: Data, than: number, limit: number): number {
  let count = 0;
  for (let i = 0; i < values.length && count < limit; i++) if (values[i] > than) count++;
  return count;
}
