import * as l10n from '@vscode/l10n';
import { shapeText, sizeOf } from '../../arrays/ndarray';
import { printable } from '../../arrays/words/printable';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import { isOtherwise } from '../../records/probe/logits';
import { areOfDifferentSplits } from '../../text/names/dataSplits';
import { isLabelName } from '../../text/names/labelNames';
import type { FileArray, FileRequest, OpenedFile } from '../../worker/protocol';
import { notThere } from '../explainFile';
import { arePairsBeside, maybeFlags } from '../arrays/flagLabels';
import { guessedLabels } from '../arrays/guessedLabels';
import { fitByShape } from '../../arrays/labelFit';
import { isInputName } from '../arrays/inputNames';
import { notTold } from './openedSource';
import { isScoresName, rivalArrays } from '../arrays/pairing';
import { quotedNames } from './quotedNames';
import { checkSplits } from './splitsTaken';

/**
 * Where the scores to be evaluated stand, and their labels where these are in the same file; with the names of what claims as much to
 * be the scores.
 */
export function placesOf(
  opened: OpenedFile,
  file: FileRequest,
  options: EvaluationOptions,
  labelled: boolean,
): { logits: number; labels?: number; guessed?: 'ids' | 'flags'; rivals: readonly string[] } {
  const { arrays } = opened;
  const logits =
    options.logits === undefined
      ? besideLabels(opened, options.labels)
      : placeOf(arrays, options.logits, file);
  if (logits === undefined) {
    const unread = arrays.find(({ problem }) => problem !== undefined);
    throw unread ? cannotBeRead(unread) : new Error(l10n.t('{0}: no array in it can be shown', file.name));
  }
  const { name } = arrays[logits];
  const flags = labelled && options.labels === undefined ? maybeFlags(arrays, logits) : undefined;
  if (options.logits === undefined) {
    checkScores(arrays, logits);
    if (flags === undefined) checkSeries(arrays, logits);
  }
  const rivals = (labels?: string) =>
    options.logits === undefined ? rivalArrays(arrays, logits, labels, options.labels !== undefined) : [];
  if (!labelled) return { logits, rivals: rivals() };
  const labels =
    options.labels === undefined
      ? (arrays[logits].labels ?? labelsAlong(arrays, logits))
      : placeOf(arrays, options.labels, file);
  if (labels === undefined) {
    checkLabels(arrays, logits);
    const guessed = options.labels === undefined ? guessedLabels(arrays, logits) : undefined;
    if (guessed !== undefined && !areOfDifferentSplits(arrays[guessed].name, name))
      return { logits, labels: guessed, guessed: 'ids', rivals: rivals(arrays[guessed].name) };
    if (flags !== undefined) return { logits, labels: flags, guessed: 'flags', rivals: [] };
  } else if (options.logits === undefined) checkSplits(name, [arrays[labels].name]);
  return { logits, labels, rivals: rivals(labels === undefined ? undefined : arrays[labels].name) };
}

/** Labels by their name, of another shape than those of rows of logits have; else a mask, where nothing is called labels. */
function labelsAlong(arrays: readonly FileArray[], logits: number): number | undefined {
  const { shape: scores, name: called } = arrays[logits];
  const others = [...arrays.keys()].filter((at) => at !== logits && !arrays[at].problem);
  const named = others.filter((at) => isLabelName(arrays[at].name));
  return (named.length > 0 ? named : others).find((at) => {
    const { name, shape } = arrays[at];
    if (areOfDifferentSplits(name, called)) return false;
    return named.length > 0
      ? fitByShape(shape, scores) !== undefined || arePairsBeside(shape, scores)
      : MASK.test(name) && isOfImages(shape, scores);
  });
}

/** The name of a mask that may as well say which rows count. */
const MASK = /(?:^|[.\]/])masks?$/i;

/** Whether a mask is that of images: of sequences it says which of their places count. */
function isOfImages(mask: readonly number[], scores: readonly number[]): boolean {
  const fit = fitByShape(mask, scores);
  return (
    fit !== undefined && scores.length > 2 && !(scores.length === 3 && typeof fit === 'object' && fit[0] > 0)
  );
}

/** Throws where the array that would be taken is an input or the labels, and says why its scores can't be read. */
function checkScores(arrays: readonly FileArray[], taken: number): void {
  const { name } = arrays[taken];
  if (isInputName(name) || (isOtherwise(name) && !isScoresName(name))) throw notTold(name);
  const unread = arrays.find((array) => array.problem !== undefined && isScoresName(array.name));
  if (unread && !isScoresName(name)) throw cannotBeRead(unread);
}

const cannotBeRead = ({ name, problem }: FileArray): Error =>
  new Error(l10n.t('“{0}” can’t be read: {1}', printable(name, 80), printable(problem!)));

function placeOf(arrays: readonly FileArray[], name: string, file: FileRequest): number {
  const place = arrays.findIndex((array) => array.name === name);
  if (place < 0) throw notThere(name, arrays, file.name);
  return place;
}

/** Throws where the scores are one of several arrays that are called alike but for a number: folds, parts, uneven batches. */
export function checkSeries(arrays: readonly FileArray[], taken: number): void {
  const { name, shape, dtype } = arrays[taken];
  const called = (one: string) => one.replace(/\d+/g, '0');
  const alike = arrays.filter(
    (one) =>
      !one.isPart &&
      one.shape.length === shape.length &&
      one.dtype === dtype &&
      called(one.name) === called(name),
  );
  if (alike.length < 2) return;
  throw new Error(
    l10n.t(
      'Several arrays could be the scores: {0}. Name one in “logits”, or write all rows in one array.',
      quotedNames(alike.map((one) => one.name)),
    ),
  );
}

export const namesIn = (arrays: readonly FileArray[]): string[] =>
  arrays.filter(({ problem, isPart }) => !problem && !isPart).map(({ name }) => name);

/** The scores to be evaluated: those that named labels are of, if others have labels of their own. */
function besideLabels({ arrays, first }: OpenedFile, labels: string | undefined): number | undefined {
  if (first === undefined || labels === undefined) return first;
  const { name, labels: own } = arrays[first];
  const isOfOthers = own !== undefined && arrays[own].name !== labels;
  if (!areOfDifferentSplits(labels, name) && !isOfOthers) return first;
  const place = arrays.findIndex(
    (array) =>
      array.labels !== undefined &&
      arrays[array.labels].name === labels &&
      (!isOfOthers || isScoresName(array.name)),
  );
  return place < 0 ? first : place;
}

/** Throws where an array is called labels, and fits none of the logits. */
function checkLabels(arrays: readonly FileArray[], logits: number): void {
  const { shape, name } = arrays[logits];
  checkSplits(name, namesIn(arrays));
  const rows = sizeOf(shape.length > 1 ? shape.slice(0, -1) : shape);
  const unfit = arrays.find(
    (array, at) =>
      at !== logits && !array.problem && isLabelName(array.name) && sizeOf(array.shape) % rows !== 0,
  );
  if (!unfit) return;
  throw new Error(
    l10n.t(
      '“{0}” has shape {1}, which doesn’t fit labels of {2}.',
      printable(unfit.name, 80),
      shapeText(unfit.shape),
      shapeText(shape),
    ),
  );
}
