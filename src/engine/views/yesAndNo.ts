import { binOf } from '../../arrays/binOf';
import { sigmoid } from '../../loss/distribution';
import { rowColumns, type LabelledRows, type RowColumns } from '../../loss/rowColumns';
import { isTarget } from '../../loss/sigmoidColumns';
import { topK } from '../../numerics';
import {
  MAX_BINS,
  TOLD_TARGETS,
  type RowBars,
  type RowDetail,
  type RowsOfYesAndNo,
  type ViewSettings,
} from '../../worker/protocol';
import { gradientOf } from './rowDetail';

/** Rows whose classes are each a yes or no of its own, as a list draws them: sigmoids, with the targets in view. */
export function pageOfYesAndNo(
  page: LabelledRows,
  { sigmoid: columns, rank }: RowColumns,
  { temperature }: ViewSettings,
): { bars: RowBars; sigmoid: RowsOfYesAndNo } {
  const { logits, classes } = page;
  const { above, targets: count, missed } = columns!;
  const bars = barsOfYesAndNo(above.length, classes, (i) => sigmoid(logits[i] / temperature));
  const targets = count && { count, missed: missed!, ...targetsOf(page, rank!, bars.bins) };
  return { bars, sigmoid: { above, ...(targets && { targets }) } };
}

/**
 * Heights of mini bars: probabilities, or the largest of neighbouring classes when there are more classes than bins.
 *
 * @param p the probability at a place, row-major
 */
export function barsOfYesAndNo(rows: number, classes: number, p: (i: number) => number): RowBars {
  const bins = Math.min(classes, MAX_BINS);
  const heights = new Float32Array(rows * bins);
  for (let i = 0; i < rows * classes; i++) {
    const at = Math.floor(i / classes) * bins + binOf(i % classes, classes, bins);
    heights[at] = Math.max(heights[at], p(i));
  }
  return { bins, heights };
}

/** Labels of rows; without a distribution a row's label is a class id. */
type Targets = Pick<LabelledRows, 'soft' | 'label' | 'classes'>;

/** @param rank −1 where the row's label counts for nothing */
export function targetsOf(
  page: Targets,
  rank: Int32Array,
  bins: number,
): { ids: Int32Array; bins: Uint8Array } {
  const { classes } = page;
  const ids = new Int32Array(rank.length * TOLD_TARGETS).fill(-1);
  const marks = new Uint8Array(rank.length * bins);
  rank.forEach((counted, row) => {
    if (counted < 0) return;
    targetsOfRow(page, row).forEach((c, n) => {
      marks[row * bins + binOf(c, classes, bins)] = 1;
      if (n < TOLD_TARGETS) ids[row * TOLD_TARGETS + n] = c;
    });
  });
  return { ids, bins: marks };
}

function targetsOfRow({ soft, label, classes }: Targets, row: number): number[] {
  if (!soft) return [label![row]];
  const z = soft.subarray(row * classes, (row + 1) * classes);
  return Array.from(z.keys()).filter((c) => isTarget(z[c]));
}

/** One row, its most probable classes first, its targets whatever they are. */
export function detailOfYesAndNo(
  one: LabelledRows,
  row: number,
  settings: ViewSettings,
  k: number,
): RowDetail {
  const { logits, classes } = one;
  const { temperature } = settings;
  const columns = rowColumns(one, settings);
  const { above, missed } = columns.sigmoid!;
  const counts = columns.rank !== undefined && columns.rank[0] >= 0;
  const targets = counts ? targetsOfRow(one, 0) : [];
  const ranked = topK(logits, Math.min(classes, k + TOLD_TARGETS + 1));
  const shown = ranked.indices.slice(0, k);
  const extra = targets.slice(0, TOLD_TARGETS).filter((c) => !shown.includes(c));
  const ids = Int32Array.from([...shown, ...extra]);
  const others = classes - ids.length;
  const gradient = counts ? gradientOf(one, settings) : undefined;
  const next = ranked.indices.find((c) => !ids.includes(c));
  return {
    row,
    classes: ids,
    logits: Float64Array.from(ids, (c) => logits[c]),
    probabilities: Float64Array.from(ids, (c) => sigmoid(logits[c] / temperature)),
    logProbabilities: Float64Array.from(ids, (c) => logSigmoid(logits[c] / temperature)),
    ...(gradient && { gradient: Float64Array.from(ids, (c) => gradient[c]) }),
    others: {
      count: others,
      mass: NaN,
      ...(next !== undefined && { largest: sigmoid(logits[next] / temperature) }),
    },
    logSumExp: NaN,
    entropy: columns.entropy[0],
    margin: columns.margin[0],
    ...(counts && { loss: columns.loss![0] }),
    flag: columns.flags[0] && { ...columns.flags[0], row },
    sigmoid: {
      above: above[0],
      ...(counts && {
        targets: Uint8Array.from(ids, (c) => Number(targets.includes(c))),
        missed: missed![0],
      }),
    },
  };
}

/** log σ(x) = −log(1 + e^−x). */
function logSigmoid(x: number): number {
  return x >= 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x));
}
