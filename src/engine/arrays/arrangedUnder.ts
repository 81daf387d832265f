import { asPairs, type Arrangement } from '../../arrays/arrange';
import { ndarray, type NDArray } from '../../arrays/ndarray';
import { areManyShares, areWrittenShares } from '../../arrays/shares';
import type { ReadingKind } from '../../arrays/types';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import type { OpenRequest } from '../../worker/protocol';
import { axesOfSumOne } from './axisSums';
import type { FittedLabels, ScoresBeside } from './labelsFitted';

/** What labels make of scores. */
interface Under {
  fitted?: FittedLabels;
  /** Each score is one of yes or no. */
  isBinary: boolean;
  /** What the scores are read as without labels. */
  kind: ReadingKind;
}

/** Scores under their labels, in the form in which they are opened. */
export async function arrangedUnder(
  arranged: Arrangement | undefined,
  { fitted, isBinary, kind }: Under,
  { name, shape, read }: ScoresBeside,
  { loss }: EvaluationOptions,
): Promise<Arrangement & Pick<OpenRequest, 'labels'>> {
  if (isBinary) {
    const values = await read();
    return { ...asBinary(values, fitted?.labels, kindOfScores(values, name, kind)), paired: true };
  }
  const plain = arranged ?? { array: await read(), reading: 'logits' as const };
  if (!fitted) return plain;
  const { labels, axis, several } = fitted;
  const isEach =
    loss !== 'softmax' && (several === true || (loss === 'sigmoid' && plain.reading === 'probabilities'));
  if (axis === shape.length - 1) {
    const areShares = isEach && areWrittenShares((await read()).data);
    return { ...plain, ...(areShares && { reading: 'sigmoid-scores' }), labels };
  }
  // Of a file that is read in runs each has all classes.
  const array = await read();
  return { array, axis, ...readAlong(axis, array, { name, isEach }), labels };
}

/** What scores are whose classes don't lie beside each other, by their values. */
function readAlong(
  axis: number,
  array: NDArray,
  { name, isEach }: { name: string; isEach: boolean },
): Pick<Arrangement, 'reading' | 'loss'> {
  if (!isEach && axesOfSumOne(array, [axis]).length > 0) return { reading: 'probabilities' };
  const areShares = areWrittenShares(array.data) && (isEach || !/logit/i.test(name));
  return areShares ? { reading: 'sigmoid-scores', loss: 'sigmoid' } : { reading: 'logits' };
}

/** No logits lie in [0, 1] one after the other, unless they are called so. */
const kindOfScores = ({ data }: NDArray, name: string, kind: ReadingKind): ReadingKind =>
  !/logit/i.test(name) && areManyShares(data) ? 'sigmoid-scores' : kind;

/** One score x a row is the sigmoid's: softmax([0, x]) is [1 − σ(x), σ(x)]; what is a share already stands beside its rest. */
export function asBinary(scores: NDArray, labels: NDArray | undefined, kind: ReadingKind) {
  const rows = scores.data.length;
  const isShare = kind === 'sigmoid-scores' || kind === 'probabilities';
  const column = ndarray(Float64Array.from(scores.data), [rows, 1]);
  return {
    array: asPairs(column, isShare ? (p) => 1 - p : () => 0),
    reading: isShare ? ('probabilities' as const) : ('logits' as const),
    labels: labels && ndarray(labels.data, [rows]),
  };
}
