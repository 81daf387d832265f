// The kernels. Rows are contiguous, n elements each; every pointer is the caller's, who has checked it. Reads and writes
// stay inside the rows. x is restored but not constant: its maximum is masked for a moment.
export { expTable } from './exp';

/** The first byte the host may use. */
export const heapBase: usize = __heap_base;

export {
  count32,
  count64,
  logSoftmax32,
  logSoftmax64,
  rest32,
  rest64,
  softmax32,
  softmax64,
  statistics32,
  statistics64,
  topK32,
  topK64,
  weighted32,
  weighted64,
} from './accurate';
export { ranks32, ranks64 } from './ranks';
export { logs } from './short';
export { fastExp, fastLogSoftmax, fastSoftmax, fastStatistics } from './fast';
export { describe32, describe64 } from './labelled';
export { pack } from './packed';
export { addUp, histogram } from './totals';
