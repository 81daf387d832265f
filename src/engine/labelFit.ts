import { isLabelShape } from '../arrays/labelShape';
import { sizeOf, type NDArray } from '../arrays/ndarray';
import { isSqueezed } from './guessedLabels';

/** Labels of N×H×W for scores of N×C×H×W, as segmentation has them. */
export const isAlongSecond = (labels: readonly number[], scores: readonly number[]) =>
  scores.length > 2 &&
  !isLabelShape(labels, scores) &&
  scores.filter((_, axis) => axis !== 1).join() === labels.join();

export function labelShapeOf({ shape, data }: NDArray, scores: readonly number[]): readonly number[] {
  if (isColumnBeside(shape, scores)) return shape.slice(0, -1);
  if (!isSqueezed(shape, scores)) return shape;
  return data.length === sizeOf(scores) ? scores : scores.slice(0, -1);
}

const isOnePerRow = (shape: readonly number[]) => shape.length === 1 || shape[shape.length - 1] === 1;

/** As many labels as scores of one number a row each, either of which may stand in a column. */
export function isScoreALabel(logits: readonly number[], labels: readonly number[]): boolean {
  if (!isOnePerRow(logits) || sizeOf(labels) !== sizeOf(logits)) return false;
  return labels.length === 1 || logits.length === 1 || labels.join() === logits.join();
}

/** Class ids that stand in a column of one number each. */
export function isColumnBeside(labels: readonly number[], logits: readonly number[]): boolean {
  return (
    labels.length === logits.length &&
    labels.at(-1) === 1 &&
    logits.at(-1) !== 1 &&
    labels.slice(0, -1).join() === logits.slice(0, -1).join()
  );
}
