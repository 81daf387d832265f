import { fisherExact, holm } from './exactTests';
import type { EvaluatedRows } from './evaluatedRows';
import { BINS, binOf } from './rankedRows';
import type { Slice } from './types';
import { proportion } from './wilson';

/** A value of a field for each row: an index into its names, −1 where a row has none. */
export interface SliceField {
  field: string;
  names: readonly string[];
  /** By the rows' places among the rows that count. */
  of: Int32Array;
}

/** A correction for many tests at this level. */
const LEVEL = 0.05;

/** Figures of the rows of each value of a field: first those that are worse beyond chance, the least accurate first. */
export function slicesOf(rows: EvaluatedRows, { field, names, of }: SliceField): Slice[] {
  const sums = names.map((): SliceSums => ({ rows: 0, right: 0, loss: 0, gaps: new Float64Array(BINS) }));
  const total = { rows: of.length, right: 0, loss: 0 };
  for (let i = 0; i < of.length; i++) {
    const isRight = Number(rows.top[i] === rows.label[i]);
    total.right += isRight;
    total.loss += rows.loss[i];
    const sum = sums[of[i]];
    if (!sum) continue;
    sum.rows++;
    sum.right += isRight;
    sum.loss += rows.loss[i];
    sum.gaps[binOf(rows.confidence[i])] += isRight - rows.confidence[i];
  }
  return slicesOfSums({ field, names, sums, total });
}

/** Of some rows: how many, how many of them right, their loss, and how far each bin's accuracy is from its confidence. */
interface SliceSums {
  rows: number;
  right: number;
  loss: number;
  gaps: Float64Array;
}

/** The same of sums, wherever they were made. */
export function slicesOfSums({
  field,
  names,
  sums,
  total: { rows: all, right, loss },
}: {
  field: string;
  names: readonly string[];
  sums: readonly SliceSums[];
  total: Omit<SliceSums, 'gaps'>;
}): Slice[] {
  const present = [...sums.keys()].filter((value) => sums[value].rows > 0);
  const pValues = present.map((value) => {
    const one = sums[value];
    const others = all - one.rows;
    return fisherExact(one.right, one.rows - one.right, right - one.right, others - (right - one.right));
  });
  const adjusted = holm(pValues);
  return present
    .map((value, at): Slice => {
      const one = sums[value];
      const others = all - one.rows;
      return {
        field,
        value: names[value],
        rows: one.rows,
        accuracy: proportion(one.right, one.rows)!,
        meanLoss: { value: one.loss / one.rows },
        ece: { value: one.gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / one.rows },
        // Of an infinite sum no share is known.
        shareOfLoss: Number.isFinite(loss) ? one.loss / loss : NaN,
        pValue: pValues[at],
        pHolm: adjusted[at],
        worse: adjusted[at] < LEVEL && one.right / one.rows < (right - one.right) / others,
      };
    })
    .sort(
      (a, b) => Number(b.worse) - Number(a.worse) || a.accuracy.value - b.accuracy.value || b.rows - a.rows,
    );
}
