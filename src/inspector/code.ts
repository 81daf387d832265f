import { equivalentCode, type Framework } from '../code/equivalentCode';
import { ignoredIds, probabilitiesOf, type Source } from '../code/program';
import { python } from '../code/python';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { sizeOf, type NDArray } from '../arrays/ndarray';
import type { HeldArray } from '../arrays/types';
import type { ViewSettings } from '../worker/protocol';
import type { Arrangement } from '../arrays/arrange';
import { write } from './literals';

export interface Shown {
  arranged: Arrangement;
  /** The class axis. */
  axis: number;
  labels?: NDArray;
  settings: ViewSettings;
}

/** Values are written into the code up to this many. */
const MAX_WRITTEN = 400;

/** A program that computes the numbers shown. */
export function codeOf(framework: Framework, { arranged, axis, labels, settings }: Shown): string {
  const { array, reading } = arranged;
  const { shape } = array;
  const dense = labels?.shape.length === shape.length;
  const code = equivalentCode(framework, {
    logits: valuesOf(array),
    probabilities: probabilitiesOf(reading),
    rank: shape.length,
    axis,
    classes: shape[axis],
    labels: labels && {
      ...valuesOf(dense ? labels : counted(labels, settings)),
      dense,
      ignored: dense ? [] : ignoredIds(settings, (id) => labels.data.includes(id)),
      shifted: settings.shifted,
    },
    settings,
    weights: settings.classWeights && { python: python(settings.classWeights) },
  });
  return `${code}\n`;
}

/** Class ids counted from 0. */
function counted(labels: NDArray, { labelOffset, ignoreIndex = IGNORE_INDEX }: ViewSettings): NDArray {
  if (!labelOffset) return labels;
  const stays = (id: number) => id === IGNORE_INDEX || id === ignoreIndex;
  const ids = Float64Array.from(labels.data, (id) => (stays(id) ? id : id - labelOffset));
  return { ...labels, dtype: 'float64', data: ids };
}

function valuesOf(array: NDArray | HeldArray): Source {
  if ('data' in array && sizeOf(array.shape) <= MAX_WRITTEN) return { python: write(array, 'Python') };
  const { shape } = array;
  return { python: '...', note: `yours, of shape (${shape.join(', ')}${shape.length === 1 ? ',' : ''})` };
}
