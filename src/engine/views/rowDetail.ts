import { ignoredId } from '../../arrays/ignoreIndex';
import { sigmoid } from '../../loss/distribution';
import { lossInterval } from '../../loss/interval';
import { rowColumns, type LabelledRows } from '../../loss/rowColumns';
import type { RowFlag } from '../../loss/types';
import { maskedLabel, rowSummary, softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from '../../numerics';
import { ndarray } from '../../arrays/ndarray';
import type { RowDetail, ViewSettings } from '../../worker/protocol';

/**
 * One row in detail.
 *
 * @param one that row alone, with its label
 * @param row its number, for the result
 * @param decimals printed precision of its logits
 */
export function rowDetail(
  one: LabelledRows,
  row: number,
  settings: ViewSettings,
  k: number,
  decimals?: number,
): RowDetail {
  const { logits: values, classes, soft } = one;
  const { temperature } = settings;
  const given = one.label?.[0];
  const label =
    given !== undefined && given >= 0 && given < classes && given !== ignoredId(settings) ? given : undefined;
  // The interval and the gradient of the shown classes alone are those of a plain softmax loss: no smoothing, no weights.
  const isPlain = !settings.labelSmoothing && !settings.classWeights && settings.loss !== 'sigmoid';
  const summary = rowSummary(values, { temperature, k, ...(isPlain && !soft && { label }) });

  // The label is shown whatever its rank.
  const extra = label !== undefined && !summary.top.indices.includes(label) ? [label] : [];
  const classIds = Int32Array.from([...summary.top.indices, ...extra]);
  const logProbabilities = Float64Array.from(classIds, (c, i) =>
    i < summary.top.indices.length
      ? summary.top.logProbabilities[i]
      : values[c] / temperature - summary.logSumExp,
  );
  const probabilities = Float64Array.from(classIds, (_, i) =>
    i < summary.top.indices.length ? summary.top.probabilities[i] : Math.exp(logProbabilities[i]),
  );
  const extraMass = extra.length ? probabilities[probabilities.length - 1] : 0;
  // A slider over 128,000 classes asks for this at every frame: one pass over them where one is enough.
  const { loss, reason } = isPlain && !soft ? plainLoss() : columnsLoss();
  const flag = reason && { ...reason, row };
  const detail: RowDetail = {
    row,
    classes: classIds,
    logits: Float64Array.from(classIds, (c) => values[c]),
    probabilities,
    logProbabilities,
    others: { count: classes - classIds.length, mass: Math.max(0, summary.tailMass - extraMass) },
    logSumExp: summary.logSumExp,
    entropy: summary.entropy,
    margin: summary.margin,
    flag,
  };
  // As in the list, a row whose label counts for nothing has no loss.
  if (given === undefined || (label === undefined && !soft)) return detail;
  const gradient = gradientOfShown();
  return {
    ...detail,
    ...(gradient && { gradient }),
    label,
    loss,
    lossInterval: isPlain && decimals !== undefined ? lossInterval(loss, decimals, temperature) : undefined,
  };

  function plainLoss(): { loss: number; reason?: Omit<RowFlag, 'row'> } {
    const { loss = NaN, flag } = summary;
    return { loss, reason: flag ?? (loss === Infinity ? maskedLabel() : undefined) };
  }

  function columnsLoss(): { loss: number; reason?: Omit<RowFlag, 'row'> } {
    const columns = rowColumns(one, settings);
    return { loss: columns.loss?.[0] ?? NaN, reason: columns.flags[0] };
  }

  function gradientOfShown(): Float64Array | undefined {
    if (isPlain && !soft && label !== undefined) {
      // p − 1 is expm1(log p), which keeps the digits that 1 − p loses.
      return Float64Array.from(
        classIds,
        (c, i) => (c === label ? Math.expm1(-loss) : probabilities[i]) / temperature,
      );
    }
    const whole = gradientOf(one, settings);
    return whole && Float64Array.from(classIds, (c) => whole[c]);
  }
}

/** With respect to the row's logits, unreduced; absent where the row has no label that counts. */
export function gradientOf({ logits, classes, label, soft }: LabelledRows, settings: ViewSettings) {
  const { temperature, labelSmoothing, classWeights } = settings;
  const ignoreIndex = ignoredId(settings);
  const id = label![0];
  if (settings.loss === 'sigmoid') {
    return Float64Array.from(logits, (x, c) => {
      return (
        ((sigmoid(x / temperature) - (soft ? soft[c] : Number(c === id))) * (classWeights?.[c] ?? 1)) /
        temperature /
        classes
      );
    });
  }
  if (!soft && id !== ignoreIndex && (id < 0 || id >= classes)) return undefined;
  const options = {
    temperature,
    labelSmoothing,
    classWeights,
    ignoreIndex,
    reduction: 'none' as const,
    gradient: true,
  };
  const array = ndarray(logits, [1, classes]);
  return soft
    ? softmaxCrossEntropy(array, ndarray(soft, [1, classes]), options).gradient!.data
    : sparseSoftmaxCrossEntropy(array, ndarray(Float64Array.of(id), [1]), options).gradient!.data;
}
