import { ignoredId } from '../../arrays/ignoreIndex';
import type { LabelledRows } from '../../loss/rowColumns';
import { rowSummary } from '../../numerics/index';
import type { RankCurve, ViewSettings } from '../../worker/protocol';
import { rankCurve, type RankedRow } from './rankCurve';

/**
 * Probability against rank, for the rows of one session. A row's order is the same at every temperature: it is found once
 * and kept for the row looked at last, so that a slider over 128,000 classes costs a sum over them and as many
 * exponentials as points are drawn.
 */
export class RankCurves {
  private last?: RankedRow;

  /** @param one the row alone, with its label */
  of(
    { row, settings, points }: { row: number; settings: ViewSettings; points: number },
    { logits, classes, label: ids }: LabelledRows,
  ): RankCurve {
    const { temperature } = settings;
    if (this.last?.row !== row) {
      const { top } = rowSummary(logits, { k: classes });
      this.last = { row, classes: top.indices, logits: top.logits };
    }
    const { logSumExp } = rowSummary(logits, { temperature, k: 1 });
    const label = ids?.[0];
    const counts = label !== undefined && label !== ignoredId(settings);
    return rankCurve(this.last, temperature, logSumExp, points, counts ? label : undefined);
  }
}
