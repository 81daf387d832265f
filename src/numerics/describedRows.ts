import type {
  ClassIds,
  CountedColumns,
  Data,
  DescribedColumns,
  DescribedCounts,
  DescribeOptions,
  JudgedColumns,
} from './kernel';
import { kernelsFor } from './kernels';
import { rowsAtOnce } from './rowChunks';
import { releaseMemory } from './wasmKernels';

/**
 * Everything that figures are made of, of rows of logits with class ids or without: their columns are filled in, and what they
 * and their labels are like is counted.
 *
 * @param logits rows × classes, row-major, at least one class
 */
export function describeRows(
  logits: Data,
  classes: number,
  options: DescribeOptions,
  columns: DescribedColumns,
  into: DescribedCounts,
): void {
  const kernels = kernelsFor(classes);
  const rows = columns.top.length;
  // Parts of about one size: a block that is a little larger than two of them would end in one of a single row.
  const step = Math.ceil(rows / Math.ceil(rows / rowsAtOnce({ n: classes, rows })));
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(from + step, rows);
    kernels.describe(
      logits.subarray(from * classes, to * classes),
      classes,
      { ...options, given: options.given?.subarray(from, to) },
      {
        top: part(columns.top, from, to),
        topProbability: columns.topProbability.subarray(from, to),
        logSumExp: columns.logSumExp.subarray(from, to),
        label: columns.label && part(columns.label, from, to),
        loss: columns.loss?.subarray(from, to),
      },
      into,
    );
  }
  releaseMemory();
}

/** Rows whose columns are added up at once. */
const ADDED = 8192;

/** Adds rows to `totals`, in their order. */
export function addUpRows({ top, topProbability, label, loss }: CountedColumns, totals: Float64Array): void {
  const kernels = kernelsFor(1);
  for (let from = 0; from < top.length; from += ADDED) {
    const to = Math.min(from + ADDED, top.length);
    kernels.addUp(
      {
        top: part(top, from, to),
        topProbability: topProbability.subarray(from, to),
        label: label && part(label, from, to),
        loss: loss?.subarray(from, to),
      },
      totals,
    );
  }
}

/** Counts rows in `counts` by their losses, as the kernel does. */
export function countLosses(
  { top, label, loss }: Required<JudgedColumns>,
  width: number,
  counts: Int32Array,
): void {
  const kernels = kernelsFor(1);
  for (let from = 0; from < top.length; from += ADDED) {
    const to = Math.min(from + ADDED, top.length);
    kernels.histogram(
      { top: part(top, from, to), label: part(label, from, to), loss: loss.subarray(from, to) },
      width,
      counts,
    );
  }
}

function part(ids: ClassIds, from: number, to: number): ClassIds {
  return ids.subarray(from, to);
}
