import type { Steps } from '../../numerics';
import { resampled, sampleOf, type Resampling } from './bootstrap';
import { columnOf, picked } from './columns';
import type { EvaluatedRows } from './evaluatedRows';
import { figureOf, RESAMPLED_ROWS } from './figures';
import { labelEvaluation } from './multilabel';
import { RankedLabel } from './rankedLabel';
import type { LabelEvaluation } from './types';

/**
 * The second of two classes as a yes or no of its own: average precision and the area under the ROC curve with their
 * intervals, and the threshold of its best F1.
 *
 * @param p the probability of every class, for all rows; `places` tells which of them are meant, all where it is absent
 */
export function* positiveEvaluation(
  { row, label }: Pick<EvaluatedRows, 'row' | 'label'>,
  { p, places, name }: { p: Float64Array; places?: Int32Array; name?: string },
  resampling: Resampling,
): Steps<LabelEvaluation> {
  const all = columnOf(p, 2, 1);
  const n = row.length;
  const ranked = new RankedLabel(places ? picked(all, places) : all, new Uint8Array(label));
  const whole = labelEvaluation(ranked, 0, name);
  const at = sampleOf(row, RESAMPLED_ROWS, resampling.seed);
  const isAll = at.length === n;
  const ofSample = isAll ? ranked : new RankedLabel(picked(ranked.score, at), picked(ranked.isSet, at));
  const sampled = ofSample.of();
  const drawn = isAll ? row : picked(row, at);
  const resamples = yield* resampled(drawn, (weight) => ofSample.of(weight), resampling);
  const [auroc, averagePrecision] = (['auroc', 'averagePrecision'] as const).map((name, i) =>
    figureOf(name, { value: whole[name]?.value ?? NaN, sampled: sampled[i] }, resamples[i], at.length / n),
  );
  return {
    ...whole,
    id: 1,
    ...(averagePrecision && { averagePrecision }),
    ...(auroc && { auroc }),
  };
}
