import { sizeOf } from './ndarray';

/**
 * What labels are given for, by shapes alone: each score of its own, each number of a row of classes, or a row, whose classes are along
 * one of these axes.
 */
type ShapeFit = 'score' | 'class' | readonly number[];

/** How labels may belong to scores, whatever axes of length 1 either of them has; undefined where they can't. */
export function fitByShape(labels: readonly number[], scores: readonly number[]): ShapeFit | undefined {
  const own = withoutOnes(labels);
  const areAsMany = own.join() === withoutOnes(scores).join();
  if (isScoreALabel(scores, labels) || (areAsMany && hasNoClasses(scores, labels))) return 'score';
  if (scores.length < 2) return undefined;
  if (labels.join() === scores.join() || (areAsMany && own.length > 1)) return 'class';
  const last = scores.length - 1;
  const axes = (last > 1 ? [last, 1] : [last]).filter((axis) => isWithout(axis, labels, scores));
  if (axes.length > 0) return axes;
  // One image of classes × height × width.
  return last > 1 && own.length > 1 && isWithout(0, labels, scores) ? [0] : undefined;
}

/**
 * Along which axis the classes lie that labels of a shape are given for: the last one where it may be, where several could. Undefined
 * where they are no labels of these logits.
 */
export function classAxisFor(labels: readonly number[], logits: readonly number[]): number | undefined {
  const fit = fitByShape(labels, logits);
  if (fit === undefined || logits.length < 2) return undefined;
  return typeof fit === 'string' ? logits.length - 1 : fit[0];
}

/** Whether labels have the shape of the scores without an axis. */
const isWithout = (axis: number, labels: readonly number[], scores: readonly number[]): boolean =>
  withoutOnes(scores.filter((_, at) => at !== axis)).join() === withoutOnes(labels).join();

/** As many labels as scores of one number a row each, either of which may stand in a column. */
function isScoreALabel(scores: readonly number[], labels: readonly number[]): boolean {
  const isOnePerRow = scores.length === 1 || scores.at(-1) === 1;
  if (!isOnePerRow || sizeOf(labels) !== sizeOf(scores)) return false;
  return labels.length === 1 || scores.length === 1 || labels.join() === scores.join();
}

/** Scores of one class, `N×1`, or images of one channel: `N×1×H×W`, `N×H×W×1`. */
const hasNoClasses = (scores: readonly number[], labels: readonly number[]): boolean =>
  scores.at(-1) === 1 || (scores.length > 2 && [scores, labels].some(hasOneChannel));

const hasOneChannel = (shape: readonly number[]): boolean =>
  shape.length > 3 && (shape[1] === 1 || shape.at(-1) === 1);

const withoutOnes = (shape: readonly number[]) => shape.filter((length) => length !== 1);
