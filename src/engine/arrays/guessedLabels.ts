import { isLabelShape } from '../../arrays/labelShape';
import { isPredictedName } from '../../text/names/labelNames';
import type { FileArray } from '../../worker/protocol';
import { fitByShape } from '../../arrays/labelFit';
import { isPosition, isScoresName } from './pairing';

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
  const fit = fitByShape(labels, shape);
  const isOfLast = fit === 'class' || (typeof fit === 'object' && fit.includes(shape.length - 1));
  const isFit =
    fit !== undefined &&
    (isOfLast || isLabelShape(labels, shape) || isScoresName(called) || isPosition(called));
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
