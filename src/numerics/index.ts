/** Numerically stable softmax, cross-entropy and what is read from them, synchronous, on WebAssembly where it is allowed. */
export { CompensatedSum } from './compensatedSum';
export { addUpRows, countLosses, describeRows } from './describedRows';
export { entropy } from './entropy';
export { jensenShannon } from './jensenShannon';
export type { ClassIds, PackedValues, TopK } from './kernel';
export { klDivergence } from './klDivergence';
export { labelRanks } from './labelRanks';
export { logSoftmax, logSoftmaxSteps } from './logSoftmax';
export { logSumExp, logSumExpSteps } from './logSumExp';
export { EPSILONS, naive, type NaiveRow } from './naive';
export { packValues } from './packedValues';
export { precisionPath } from './precisionPath';
export { reduced, weightedLoss } from './reduced';
export { maskedLabel, rowFlag } from './rowFlag';
export type { Areas, Marked } from './resampling/areas';
export { drawCounts } from './resampling/drawCounts';
export { mix } from './resampling/mix';
export { plainRows, weightedRows, type AllWeightedRows, type WeightedRows } from './resampling/weightedRows';
export { rowFlags } from './rowFlags';
export {
  Described,
  noneDescribed,
  noTotals,
  BINS_BEYOND,
  RELIABILITY_BINS,
  sumsToOne,
  TOP_FIVE,
  Total,
  UNIT_TOLERANCE,
} from './rowTotals';
export { rowSummary, type RowSummary, type RowSummaryOptions } from './rowSummary';
export { rowsSummary, type RowsSummary, type RowsSummaryOptions, rowsSummarySteps } from './rowsSummary';
export { softmax, softmaxSteps } from './softmax';
export { softmaxLosses } from './softmaxLosses';
export { softmaxCrossEntropy, softmaxCrossEntropySteps } from './softmaxCrossEntropy';
export { sparseSoftmaxCrossEntropy, sparseSoftmaxCrossEntropySteps } from './sparseSoftmaxCrossEntropy';
export { finish, type Progress, type Steps } from './steps';
export { topK } from './topK';
export type {
  AxisOptions,
  CrossEntropyOptions,
  CrossEntropyResult,
  Reduction,
  RowFlag,
  RowFlagReason,
} from './types';
