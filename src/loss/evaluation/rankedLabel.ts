import { picked, placesUpTo } from './columns';
import { orderBy } from './orderBy';
import { endsOfTies } from './rankedRows';

/**
 * Figures of one yes or no by the rank of its score: the area under the ROC curve, ties by half, and average precision
 * Σ (R_k − R_{k−1}) P_k over falling scores, equal ones at once, as scikit-learn's `roc_auc_score` and
 * `average_precision_score` have them. `of` counts each row as often as a weight says.
 */
export class RankedLabel {
  /** Rows by rising score, whether each is a yes, and whether the next one has a larger score, beyond rounding. */
  readonly order: Int32Array;
  private readonly isYes: Uint8Array;
  readonly endsTie: Uint8Array;

  /** @param isSet 1 where a row is a yes */
  constructor(
    readonly score: Float64Array,
    readonly isSet: Uint8Array,
  ) {
    const n = score.length;
    this.order = orderBy(score, placesUpTo(n));
    this.isYes = picked(isSet, this.order);
    this.endsTie = endsOfTies(picked(score, this.order));
  }

  /** NaN where all rows, or none, are a yes: then there is no such area; without a yes no precision either. */
  of(weight?: Uint8Array): [auroc: number, averagePrecision: number] {
    const { order, isYes, endsTie } = this;
    let [yes, no, yesAbove, noAbove, area, precision] = [0, 0, 0, 0, 0, 0];
    for (let i = order.length - 1; i >= 0; i--) {
      const w = weight ? weight[order[i]] : 1;
      if (isYes[i] === 1) yes += w;
      else no += w;
      // From the largest score on: below this one a tie ends that begins here.
      if (i > 0 && endsTie[i - 1] === 0) continue;
      area += no * (yesAbove + yes / 2);
      noAbove += no;
      yesAbove += yes;
      if (yes > 0) precision += yes * (yesAbove / (yesAbove + noAbove));
      yes = no = 0;
    }
    return [
      yesAbove > 0 && noAbove > 0 ? area / (yesAbove * noAbove) : NaN,
      yesAbove > 0 ? precision / yesAbove : NaN,
    ];
  }
}
