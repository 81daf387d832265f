import { isLabelShape } from '../arrays/labelShape';
import { isPredictedName } from '../text/labelNames';
import type { FileArray } from '../worker/protocol';

/**
 * The place of labels that no name says to be such: the only whole numbers beside the scores that have one for each row. What is
 * called a number of anything else is none.
 */
export function guessedLabels(arrays: readonly FileArray[], scores: number): number | undefined {
  const { shape } = arrays[scores];
  const ids = [...arrays.keys()].filter((at) => {
    const { problem, isPart, dtype, name } = arrays[at];
    return at !== scores && !problem && !isPart && /int|i\d/.test(dtype) && !isOtherNumber(name);
  });
  return ids.length === 1 && fitsLabels(arrays[ids[0]].shape, shape) ? ids[0] : undefined;
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

/** `60×1×3` or `1×60×3` beside `60`: the same rows, one after the other. */
export function isSqueezed(labels: readonly number[], scores: readonly number[]): boolean {
  const classes = scores.at(-1);
  if (scores.length < 2 || classes === 1 || isLabelShape(labels, scores)) return false;
  const rows = withoutOnes(scores.slice(0, -1)).join();
  const own = withoutOnes(labels).join();
  return rows !== '' && (own === rows || own === `${rows},${classes}`);
}

const withoutOnes = (shape: readonly number[]) => shape.filter((length) => length !== 1);
