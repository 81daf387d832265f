/** The class id that leaves its row out of a loss unless another is chosen: PyTorch's default. */
export const IGNORE_INDEX = -100;

/**
 * The class id that leaves its row out, among ids from 0. Where labels count from another number, `ignoreIndex` is meant as they
 * are written; it may be a class's id, and labels of it are read as the default.
 */
export function ignoredId({ ignoreIndex = IGNORE_INDEX, labelOffset }: IgnoredLabels): number {
  return labelOffset ? IGNORE_INDEX : ignoreIndex;
}

interface IgnoredLabels {
  ignoreIndex?: number;
  labelOffset?: number;
}
