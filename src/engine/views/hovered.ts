import { sizeOf } from '../../arrays/ndarray';
import type { FoundArray } from '../../arrays/types';
import { probabilitiesOf } from '../../loss/distribution';
import { topK } from '../../numerics/index';
import { MAX_BINS, MAX_PREVIEW_ROWS, type Preview } from '../../worker/protocol';
import { previewOf } from './preview';
import { barsOfYesAndNo, targetsOf } from './yesAndNo';

const RANKED = 5;
/** What a name says of numbers whose values leave it open what they are. */
const SCORES = /logit|score|pred|output/i;

/**
 * What a hover draws: the first rows, as distributions or, where each class is a yes or no of its own, as sigmoids. Where
 * neither the values nor the name say that the numbers are scores, nothing is made of them.
 */
export function hovered(found: FoundArray): Preview | undefined {
  if (found.reading.kind === 'other' && !SCORES.test(found.name ?? '')) return undefined;
  return yesAndNo(found) ?? previewOf(found);
}

function yesAndNo({ array, classAxis, labels, reading: { kind } }: FoundArray): Preview | undefined {
  const isMultiHot = kind === 'logits' && labels?.kind === 'multi-hot';
  if (!isMultiHot && kind !== 'binary-logits' && kind !== 'sigmoid-scores') return undefined;
  // Classes along another axis are looked at in the inspector.
  if (!array || array.data.length === 0 || (classAxis !== undefined && classAxis !== array.shape.length - 1))
    return undefined;
  const { shape } = array;
  const last = shape.at(-1)!;
  // Single scores stand side by side.
  const isRows = shape.length > 1 && last > 1;
  const classes = isRows ? last : Math.min(array.data.length, MAX_BINS);
  const rows = isRows ? sizeOf(shape) / last : 1;
  const shown = Math.min(rows, MAX_PREVIEW_ROWS);
  const values = { ...array, data: array.data.subarray(0, shown * classes), shape: [shown, classes] };
  const p = probabilitiesOf(values, isMultiHot ? 'binary-logits' : kind).data;
  const z = isRows && labels?.values.data.length === array.data.length ? labels.values.data : undefined;
  const bars = barsOfYesAndNo(shown, classes, (i) => p[i]);
  const targets = z && targetsOf({ soft: z, classes }, new Int32Array(shown), bars.bins).bins;
  const first = topK(p.subarray(0, classes), isRows ? RANKED : 0).indices;
  const none = () => new Float64Array(shown).fill(NaN);
  return {
    rows: isRows ? rows : array.data.length,
    classes,
    top: new Int32Array(shown).fill(-1),
    topProbability: none(),
    entropy: none(),
    bars,
    targets: targets ?? new Uint8Array(0),
    ranking: { classes: first, probabilities: Float64Array.from(first, (c) => p[c]) },
    flags: [],
  };
}
