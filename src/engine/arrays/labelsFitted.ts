import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { isMultiHot } from '../../arrays/labelShape';
import { shapeText, type NDArray } from '../../arrays/ndarray';
import { printable } from '../../arrays/words/printable';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import { axesOfSumOne } from './axisSums';
import { fitByShape } from '../../arrays/labelFit';

interface Named {
  name: string;
}

/** Scores whose values are read only where shapes leave two readings. */
export interface ScoresBeside extends Named {
  shape: readonly number[];
  read(): Promise<NDArray>;
}

/** Labels in the shape that they have beside scores whose classes are along an axis. */
export interface FittedLabels {
  labels: NDArray;
  axis: number;
  /** Each score is one of yes or no. */
  isBinary?: true;
  /** Each class is a yes or no of its own. */
  several?: true;
  note?: string;
}

/** Labels as they belong to scores; throws where nothing decides between two readings. */
export async function fittedLabels(
  given: NDArray & Named,
  scores: ScoresBeside,
  options: EvaluationOptions,
): Promise<FittedLabels> {
  const { shape } = scores;
  const last = shape.length - 1;
  const fit = fitByShape(given.shape, shape);
  // What fits nothing is refused where it is opened.
  if (fit === undefined) return { labels: given, axis: last };
  if (typeof fit === 'object') {
    const axis = fit.length === 1 ? fit[0] : await axisByValues(given, scores, fit);
    return { labels: withoutNaN({ ...given, shape: shape.filter((_, at) => at !== axis) }), axis };
  }
  const flags = options.ignoreIndex === WHITE ? undefined : asFlags(given);
  // Beside a row for each example, a single 255 of it is none of a mask.
  const pixels =
    flags && (fit === 'score' || last > 1 || isMultiHot({ ...flags, shape }, shape)) ? flags : undefined;
  const labels = { ...(pixels ?? given), shape };
  const beside = { isMask: pixels !== undefined || [given, scores].some(isMaskName), name: given.name };
  return {
    ...(fit === 'score' ? asScores(labels) : byClasses(labels, beside, scores, options)),
    ...(pixels && {
      note: l10n.t('“{0}” holds 0 and 255, and 255 is read as 1.', printable(given.name, MAX_NAME)),
    }),
  };
}

const asScores = (labels: NDArray): FittedLabels => ({
  labels: withoutNaN(labels),
  axis: labels.shape.length - 1,
  isBinary: true,
});

/** Labels with a number for each class; or for each pixel, where that is what they are called. */
function byClasses(
  labels: NDArray,
  { isMask, name }: Named & { isMask: boolean },
  scores: ScoresBeside,
  { loss }: EvaluationOptions,
): FittedLabels {
  const { shape } = labels;
  const last = shape.length - 1;
  const sums = last > 1 ? axesOfSumOne(labels, [last, 1]) : [];
  if (sums.length === 1) return { labels, axis: sums[0] };
  if (sums.length > 1) throw twoAxes(scores, { name, shape });
  if (!isMultiHot(labels, shape)) return { labels, axis: last };
  if (last < 3 && isMask) return asScores(labels);
  if (last < 2 || (last === 2 && loss === 'sigmoid')) return { labels, axis: last, several: true };
  const axis = last > 2 ? fewestAlong(shape) : undefined;
  if (axis !== undefined) return { labels, axis, several: true };
  throw last > 2 ? twoAxes(scores, { name, shape }) : maskOrClasses(scores, name);
}

/** The one axis of two that is shorter than the sides of an image. */
function fewestAlong(shape: readonly number[]): number | undefined {
  const last = shape.length - 1;
  const isShortest = (axis: number) =>
    shape.every((length, at) => at === 0 || at === axis || shape[axis] < length);
  return [1, last].find(isShortest);
}

const MAX_NAME = 80;

/** White pixels of an image; in others no label. */
export const WHITE = 255;

/** Labels of 0 and 255 as those of 0 and 1; undefined where they are none. */
function asFlags({ data, ...labels }: NDArray): NDArray | undefined {
  if (!data.includes(WHITE) || data.some((x) => x !== 0 && x !== WHITE)) return undefined;
  return { ...labels, data: data.map((x) => Number(x === WHITE)) };
}

/** Class ids of which those that are NaN are none. */
function withoutNaN(labels: NDArray): NDArray {
  if (!labels.data.some(Number.isNaN)) return labels;
  return { ...labels, data: labels.data.map((x) => (Number.isNaN(x) ? IGNORE_INDEX : x)) };
}

/** The axis along which scores are distributions. */
async function axisByValues(
  labels: NDArray & Named,
  scores: ScoresBeside,
  axes: readonly number[],
): Promise<number> {
  const { data, shape } = await scores.read();
  const asShares = data.every((x) => x <= 0) ? data.map(Math.exp) : data;
  const sums = axesOfSumOne({ shape, data: asShares }, axes);
  if (sums.length === 1) return sums[0];
  throw twoAxes(scores, labels);
}

const twoAxes = (scores: Omit<ScoresBeside, 'read'>, labels: Omit<ScoresBeside, 'read'>): Error =>
  new Error(
    l10n.t(
      '“{0}” has shape {1} and “{2}” {3}, so its classes may be along axis 1, as in PyTorch, or along the last axis. Write the scores as rows × classes.',
      printable(scores.name, MAX_NAME),
      shapeText(scores.shape),
      printable(labels.name, MAX_NAME),
      shapeText(labels.shape),
    ),
  );

function maskOrClasses({ shape, name }: Omit<ScoresBeside, 'read'>, labels: string): Error {
  const [first, ...rest] = shape;
  return new Error(
    l10n.t(
      '“{0}” has a 0 or 1 for each number of “{1}”, {2}, which may be a mask, or a yes or no for each of {3} classes. For a mask, write the scores as {4}; for classes, set “loss” to “sigmoid”.',
      printable(labels, MAX_NAME),
      printable(name, MAX_NAME),
      shapeText(shape),
      shape[shape.length - 1],
      shapeText([first, 1, ...rest]),
    ),
  );
}

/** `masks`, `gt_mask`, `mask_logits`, `segmentation`. */
const isMaskName = ({ name }: Named): boolean =>
  /(?:^|[^a-z])(?:masks?|seg(?:mentations?)?)(?![a-z])/i.test(name);
