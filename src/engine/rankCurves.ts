import type { LabelledRows } from '../loss/rowColumns';
import { rowSummary } from '../numerics/index';
import type { Params, RankCurve } from '../worker/protocol';
import { rankCurve, type RankedRow } from './rankCurve';

/**
 * Probability against rank. A row's order is the same at every temperature: it is found once and kept for the row looked
 * at last, so that a slider over 128,000 classes costs a sum over them and as many exponentials as points are drawn.
 */
export class RankCurves {
  private last?: { session: number; ranked: RankedRow };

  /** @param one the row alone, with its label */
  of({ session, row, settings, points }: Params<'ranks'>, one: LabelledRows): RankCurve {
    const { temperature, ignoreIndex = -100 } = settings;
    const { logits, classes } = one;
    if (this.last?.session !== session || this.last.ranked.row !== row) {
      const { top } = rowSummary(logits, { k: classes });
      this.last = { session, ranked: { row, classes: top.indices, logits: top.logits } };
    }
    const { logSumExp } = rowSummary(logits, { temperature, k: 1 });
    const label = one.label?.[0];
    const counts = label !== undefined && label !== ignoreIndex;
    return rankCurve(this.last.ranked, temperature, logSumExp, points, counts ? label : undefined);
  }
}
