/** Numerically stable softmax, cross-entropy and what is read from them. All functions are synchronous. */
export { entropy } from './entropy';
export { jensenShannon } from './jensenShannon';
export { klDivergence } from './klDivergence';
export { logSoftmax } from './logSoftmax';
export { logSumExp } from './logSumExp';
export { EPSILONS, naive, type NaiveRow } from './naive';
export { rowSummary, type RowSummary, type RowSummaryOptions } from './rowSummary';
export { rowsSummary, type RowsSummary, type RowsSummaryOptions } from './rowsSummary';
export { softmax } from './softmax';
export { softmaxCrossEntropy } from './softmaxCrossEntropy';
export { sparseSoftmaxCrossEntropy } from './sparseSoftmaxCrossEntropy';
export { topK, type TopK } from './topK';
export type {
  AxisOptions,
  CrossEntropyOptions,
  CrossEntropyResult,
  Reduction,
  RowFlag,
  RowFlagReason,
} from './types';
