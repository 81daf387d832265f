import { isClassAxisLast, keptLine, lossNote, yesAndNoTerms, type LossProgram } from './program';

/** How a library spells what a loss is made of. */
export interface Dialect {
  np: string;
  logSoftmax: string;
  logSigmoid: string;
  where: string;
  moveaxis: string;
  sum: string;
  mean: string;
  maximum: string;
  log1p: string;
  zero: string;
  oneHot(ids: string, classes: number): string;
  gather(from: string, ids: string): string;
  select(values: string): string;
}

/** Class weights and the sigmoid's loss take more than a line beside a fused function. */
export function isWrittenOut({ settings }: LossProgram): boolean {
  return settings.classWeights !== undefined || settings.loss === 'sigmoid';
}

/** The loss over a distribution per row, written out after the labels and weights. */
export function writtenOutLoss(program: LossProgram, dialect: Dialect): string[] {
  const { axis, classes, labels, settings } = program;
  const { np, logSoftmax, moveaxis, sum, mean, maximum, log1p, zero, oneHot, gather, select } = dialect;
  const { classWeights, reduction, labelSmoothing: smoothing } = settings;
  const { dense } = labels;
  const left = labels.ignored.length > 0;
  const moved = (what: string) =>
    isClassAxisLast(program) ? what : `${np}.${moveaxis}(${what}, ${axis}, -1)`;
  const lines = [
    ...(left ? [keptLine(program), `labels = ${np}.where(kept, labels, 0)`] : []),
    `y = ${dense ? moved('labels') : oneHot('labels', classes)}`,
  ];
  const each = left ? select('per_example') : 'per_example';
  const total = `${np}.${reduction === 'sum' ? sum : mean}(${each})`;
  const note = lossNote(program, left);
  if (settings.loss === 'sigmoid') {
    const x = moved('logits');
    return [
      ...lines,
      ...(program.probabilities
        ? yesAndNoTerms(x, dialect)
        : [`x = ${x}`, `terms = ${maximum}(x, 0) - x * y + ${log1p}(${np}.exp(-${np}.abs(x)))`]),
      `per_example = ${np}.${mean}(${classWeights ? 'weights * terms' : 'terms'}, axis=-1)`,
      `loss = ${total}${note}`,
    ];
  }
  const weights = gather('weights', 'labels');
  const reduced =
    reduction !== 'sum' && !dense
      ? `${np}.${sum}(${each}) / ${np}.${sum}(${left ? select(weights) : weights})`
      : total;
  return [
    ...lines,
    ...(smoothing ? [`y = y * (1 - ${smoothing}) + ${smoothing} / ${classes}`] : []),
    `log_p = ${moved(`${logSoftmax}(logits, axis=${axis})`)}`,
    // A mask's −inf with weight 0 adds nothing.
    `per_example = -${np}.${sum}(${np}.where(y == 0, ${zero}, weights * y * log_p), axis=-1)`,
    `loss = ${reduced}${note}`,
  ];
}
