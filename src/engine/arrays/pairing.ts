import { isLabelShape } from '../../arrays/labelShape';
import { sizeOf } from '../../arrays/ndarray';
import { splitFit, splitOf, splitRank } from '../../text/names/dataSplits';
import { isLabelName } from '../../text/names/labelNames';
import { fitByShape } from '../../arrays/labelFit';
import { areSetsAlike, isOfScores, isRival, meantByName } from '../../text/names/scoreNames';
import { isOtherwise } from '../../records/probe/logits';
import { isInputName } from './inputNames';

/** Labels are read whole: larger ones are read when a person asks for them. */
const MAX_LABELS = 1 << 24;

/** What is known of an array of a file without its values. */
interface NamedArray {
  name: string;
  dtype: string;
  shape: readonly number[];
  problem?: string;
  /** It is one of several that stand joined beside it. */
  isPart?: true;
}

/**
 * Which arrays of a file belong together, by their names and shapes.
 *
 * @returns `labels`: for each array the place of its labels, where one is named and shaped as such; `first`: the place
 * of the array to show first, absent where none can be shown
 */
export function pairingOf(arrays: readonly NamedArray[]): {
  labels: (number | undefined)[];
  first: number | undefined;
} {
  const named = [...arrays.keys()].filter((at) => !arrays[at].problem && isLabelName(arrays[at].name));
  if (named.length === 0) named.push(...unnamedLabels(arrays));
  const areLabels = new Set(named);
  const score = labelsScores(arrays);
  const labels = arrays.map((_, at) =>
    areLabels.has(at) ? undefined : bestOf(named, (other) => score(other, at)),
  );
  const readable = [...arrays.keys()].filter((at) => !arrays[at].problem);
  const first = bestOf(readable, (at) => {
    // A single number, such as a count of steps, is shown where there is nothing else.
    if (arrays[at].shape.length === 0) return 0;
    const bySplit = splitRank(arrays[at].name) / 4;
    if (areLabels.has(at)) return 1 + bySplit;
    return 2 + logitsScore(arrays[at]) + (labels[at] === undefined ? 0 : 1) + bySplit;
  });
  if (first === undefined || areLabels.has(first)) return { labels, first };
  const others = readable.filter((at) => !areLabels.has(at) && areAlternatives(arrays, labels, [first, at]));
  return { labels, first: meantByName([first, ...others], (at) => arrays[at].name, isOne(arrays[first])) };
}

/**
 * The names of arrays that may be the scores as well as one, by their names: of the same rows, or of others with labels of their own.
 *
 * @param areNamed whether a person named the labels
 */
export function rivalArrays(
  arrays: readonly (NamedArray & { labels?: number })[],
  taken: number,
  labels?: string,
  areNamed = false,
): string[] {
  const places = arrays.map((array) => array.labels);
  const { name, labels: own } = arrays[taken];
  const isOfOthers = (array: (typeof arrays)[number]) =>
    own !== undefined && array.labels !== undefined && array.labels !== own;
  return arrays
    .filter((array, at) => {
      if (at === taken || array.problem || array.isPart || isLabelName(array.name)) return false;
      if (isOfOthers(array))
        return !areNamed && isFloating(array) && isScoresName(array.name) && areSetsAlike(name, array.name);
      return (
        areAlternatives(arrays, places, [taken, at]) &&
        (isRival(name, array.name, { isOne: isOne(arrays[taken]), labels }) ??
          (isOne(array) && [name, array.name].every(isUntold)))
      );
    })
    .map((array) => array.name);
}

/** The places of arrays that may hold scores of the same rows as one. */
export function alternativeArrays(
  arrays: readonly (NamedArray & { labels?: number })[],
  taken: number,
): number[] {
  const places = arrays.map((array) => array.labels);
  return [...arrays.keys()].filter(
    (at) =>
      at !== taken &&
      !arrays[at].problem &&
      !isLabelName(arrays[at].name) &&
      areAlternatives(arrays, places, [taken, at]),
  );
}

/** Whether a name says nothing of what a number a row is: `rf`, `svm`. */
const isUntold = (name: string): boolean => !isOfScores(name) && !isInputName(name) && !isOtherwise(name);

const isFloating = ({ dtype }: NamedArray) => /float/.test(dtype);

const isOne = ({ shape }: NamedArray) => shape.length === 1 || shape[shape.length - 1] === 1;

/** Whether either of two arrays may hold the scores of the same rows. */
function areAlternatives(
  arrays: readonly NamedArray[],
  labels: readonly (number | undefined)[],
  [a, b]: readonly [number, number],
): boolean {
  const [one, other] = [arrays[a], arrays[b]];
  if (one.isPart || other.isPart) return false;
  if (!isFloating(one) || !isFloating(other) || labels[a] !== labels[b] || isOne(one) !== isOne(other))
    return false;
  return one.shape[0] === other.shape[0] && sizeOf(one.shape) > 1;
}

/** Whole numbers that are the only ones beside the only scores, where names say no more than places: `(logits, labels)`. */
function unnamedLabels(arrays: readonly NamedArray[]): number[] {
  const places = [...arrays.keys()].filter((at) => !arrays[at].problem && arrays[at].shape.length > 0);
  if (places.length !== 2 || !places.every((at) => isPosition(arrays[at].name))) return [];
  const [ids, scores] = /float/.test(arrays[places[0]].dtype) ? places.toReversed() : places;
  const isIds = !/float/.test(arrays[ids].dtype) && /float/.test(arrays[scores].dtype);
  return isIds && isLabelShape(arrays[ids].shape, arrays[scores].shape) ? [ids] : [];
}

/** The one of the highest score, the first of equal ones. */
function bestOf(places: readonly number[], score: (place: number) => number | undefined): number | undefined {
  let best: number | undefined;
  let highest = -Infinity;
  for (const place of places) {
    const value = score(place);
    if (value === undefined || value <= highest) continue;
    best = place;
    highest = value;
  }
  return best;
}

const LOGITS = /logits?(?![a-z])/i;
const SCORES =
  /(?:scores?|outputs?|preds?|predictions?|prob(?:s|as?|abilit(?:y|ies))?|softmax|sigmoid)(?![a-z])/i;

/** Whether a name says that there is a number for each class. */
export const isScoresName = (name: string): boolean => LOGITS.test(name) || SCORES.test(name);

/** A name that says only where an array stands: `[1]`, `[][1]`, `arr_1`. */
export const isPosition = (name: string): boolean => /^(?:(?:\[\d*\])+|arr(?:_\d+)?)$/.test(name);

function logitsScore({ name, dtype, shape }: NamedArray): number {
  const floating = /float/.test(dtype) ? 1 : 0;
  // Classes that a model chose: `pred_ids`.
  if (/int/.test(dtype) && shape.length === 1) return 0;
  if (LOGITS.test(name)) return 8 + floating;
  return (SCORES.test(name) ? 4 : 0) + floating;
}

/** Names that share more characters belong together no more than these. */
const MOST_ALIKE = 1000;

/**
 * The more of their names they share, the likelier they belong together, those of one part of a data set first: `val_logits` and
 * `val_labels`.
 */
function labelsScores(arrays: readonly NamedArray[]): (labels: number, logits: number) => number | undefined {
  // A file may have thousands of both, each of which is compared with each; their shapes are few.
  const ids = new Map<string, number>();
  const shapes = arrays.map(({ shape }) => {
    const key = shape.join();
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    return id;
  });
  const fits = new Map<number, boolean>();
  const areFit = (labels: number, logits: number): boolean => {
    const key = shapes[labels] * ids.size + shapes[logits];
    const known = fits.get(key);
    if (known !== undefined) return known;
    const [own, { shape }] = [arrays[labels].shape, arrays[logits]];
    const fit = areLabelsOfRows(own, shape) && sizeOf(own) <= MAX_LABELS;
    fits.set(key, fit);
    return fit;
  };
  const splits = arrays.map(({ name }) => splitOf(name));
  return (labels, logits) => {
    if (!areFit(labels, logits)) return undefined;
    const bySplit = splitFit(splits[labels], splits[logits]);
    if (bySplit === undefined) return undefined;
    const alike = sharedEnds(arrays[labels].name, arrays[logits].name);
    return bySplit * MOST_ALIKE + Math.min(MOST_ALIKE - 1, alike);
  };
}

/** Whether labels are surely those of rows along the last axis, by their shape: those of images may belong to another one. */
function areLabelsOfRows(labels: readonly number[], scores: readonly number[]): boolean {
  if (!isLabelShape(labels, scores)) return false;
  const fit = fitByShape(labels, scores);
  if (fit === 'score') return scores.at(-1) === 1;
  return fit === 'class' ? scores.length < 4 : fit?.length === 1;
}

/** How many characters two names begin and end with alike. */
function sharedEnds(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return start + end;
}
