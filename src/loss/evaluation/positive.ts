import type { Steps } from '../../numerics';
import { resampled, sampleOf, type Resampling } from './bootstrap';
import { columnOf } from './columns';
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
  const score = places ? Float64Array.from(places, (at) => all[at]) : all;
  const isPositive = (at: number) => label[at] === 1;
  const n = row.length;
  const rows = { classes: 1, row, probabilities: score, isSet: Uint8Array.from(label, Number) };
  const whole = labelEvaluation(rows, 0, name);
  const at = sampleOf(row, RESAMPLED_ROWS, resampling.seed);
  const ofSample = new RankedLabel(
    Float64Array.from(at, (one) => score[one]),
    (one) => isPositive(at[one]),
  );
  const sampled = ofSample.of();
  const drawn = Int32Array.from(at, (one) => row[one]);
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
