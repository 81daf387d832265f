import { isLabelShape } from '../arrays/labelShape';
import { sizeOf } from '../arrays/ndarray';
import { isPredictedName } from '../text/labelNames';
import type { FileArray } from '../worker/protocol';
import { isScoresName } from './pairing';

/**
 * The place of labels that no name says to be such: the only whole numbers beside the scores that have one for each row. What is
 * called a number of anything else is none.
 */
export function guessedLabels(arrays: readonly FileArray[], scores: number): number | undefined {
  const { shape, name: called } = arrays[scores];
  const ids = [...arrays.keys()].filter((at) => {
    const { problem, isPart, dtype, name } = arrays[at];
    return at !== scores && !problem && !isPart && /int|i\d/.test(dtype) && !isOtherNumber(name);
  });
  const [place] = ids;
  if (ids.length !== 1) return undefined;
  const labels = arrays[place].shape;
  const isFit = fitsLabels(labels, shape) || (isScoresName(called) && isOneEach(labels, shape));
  return isFit ? place : undefined;
}

/** What a model gave, or what tells rows apart, groups or counts them. */
const isOtherNumber = (name: string): boolean =>
  isPredictedName(name) ||
  name
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => OTHERS.has(word));

const OTHERS: ReadonlySet<string> = new Set(
  (
    'id ids idx index indexes indices key keys row rows sample samples image images img user users uid seed fold folds split splits ' +
    'group groups subject subjects patient patients domain domains source sources cluster clusters epoch epochs step steps time ' +
    'times timestamp timestamps length lengths len lens size sizes count counts num n mask masks rank ranks order perm permutation ' +
    'topk top token tokens input inputs offset offsets version weight weights year age'
  ).split(' '),
);

/** Labels of scores, whatever axes of length 1 either of them has. */
const fitsLabels = (labels: readonly number[], scores: readonly number[]): boolean =>
  isLabelShape(labels, scores) || isSqueezed(labels, scores);

/** One score a row, and one number for each. */
const isOneEach = (labels: readonly number[], scores: readonly number[]): boolean =>
  labels.length === 1 && sizeOf(scores) === labels[0] && scores[0] === labels[0];

/** `60×1×3` or `1×60×3` beside `60`: the same rows, one after the other. */
export function isSqueezed(labels: readonly number[], scores: readonly number[]): boolean {
  const classes = scores.at(-1);
  if (scores.length < 2 || classes === 1 || isLabelShape(labels, scores)) return false;
  const rows = withoutOnes(scores.slice(0, -1)).join();
  const own = withoutOnes(labels).join();
  return rows !== '' && (own === rows || own === `${rows},${classes}`);
}

const withoutOnes = (shape: readonly number[]) => shape.filter((length) => length !== 1);
