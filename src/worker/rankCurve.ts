import type { LabelledRows } from '../loss/rowColumns';
import { rowSummary } from '../numerics';
import type { RankCurve, ViewSettings } from './protocol';

interface Ranking {
  session: number;
  row: number;
  classes: Int32Array;
}

/**
 * Probability against rank. A row's order is the same at every temperature: it is found once and kept for the row looked
 * at last, so that a slider over 128,000 classes costs a sum over them and as many exponentials as points are drawn.
 */
export class RankCurves {
  private last?: Ranking;

  /** @param one the row alone, with its label */
  of(
    {
      session,
      row,
      settings,
      points,
    }: { session: number; row: number; settings: ViewSettings; points: number },
    one: LabelledRows,
  ): RankCurve {
    const { temperature, ignoreIndex } = settings;
    const { logits, classes } = one;
    if (this.last?.session !== session || this.last.row !== row) {
      this.last = { session, row, classes: rowSummary(logits, { k: classes }).top.indices };
    }
    const order = this.last.classes;
    const { logSumExp } = rowSummary(logits, { temperature, k: 2 });
    const label = one.label?.[0];
    const known = label !== undefined && label >= 0 && label < classes && label !== ignoreIndex;
    const labelRank = known ? order.indexOf(label) + 1 : undefined;
    const rank = spaced(classes, points, labelRank);
    const ids = rank.map((r) => order[r - 1]);
    return {
      row,
      rank,
      classes: ids,
      probabilities: Float64Array.from(ids, (c) => Math.exp(logits[c] / temperature - logSumExp)),
      labelRank,
    };
  }
}

/** Ranks from 1 to `last`, evenly spaced on a logarithmic axis, and one more. */
function spaced(last: number, points: number, besides: number | undefined): Int32Array {
  const ranks = new Set(besides === undefined ? [] : [besides]);
  for (let i = 0; i < points; i++) ranks.add(Math.round(last ** (i / (points - 1))));
  return Int32Array.from(ranks).sort();
}
