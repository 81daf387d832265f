import * as l10n from '@vscode/l10n';
import { ndarray, sizeOf, type NDArray } from './ndarray';
import { REST, withRest } from './partial';
import type { FoundArray, HeldArray, ReadingKind } from './types';

/** What is opened in the worker for an array under a reading. */
export interface Arrangement {
  array: NDArray | HeldArray;
  /** How the worker takes it: through softmax, or as the distribution it is. */
  reading: 'logits' | 'probabilities' | 'log-probabilities' | 'sigmoid-scores';
  /** The class axis, where it is not the last one. */
  axis?: number;
  classNames?: readonly string[];
  /** The loss that the reading means, where it is not for anybody to choose. */
  loss?: 'softmax' | 'sigmoid';
  /** Each row is one score, as two classes. */
  paired?: true;
}

/** What a score of yes or no is for, as classes. */
export function twoClasses(): string[] {
  return [l10n.t('negative'), l10n.t('positive')];
}

/**
 * One row of classes per distribution. A single score x is the sigmoid's: softmax([0, x]) is [1 − σ(x), σ(x)], so it
 * is opened as two classes; a sigmoid's output s as [1 − s, s]. Rows of several scores stay rows, each score a yes or
 * no of its own. Undefined where the reading knows no distribution.
 */
export function arrange(found: FoundArray, kind: ReadingKind): Arrangement | undefined {
  const { array, held, shape, classNames } = found;
  const plain = array ?? (held === undefined ? undefined : { held, shape });
  if (!plain) return undefined;
  if (found.partial && array && (kind === 'probabilities' || kind === 'log-probabilities')) {
    const names = classNames ?? Array.from({ length: shape[shape.length - 1] }, (_, i) => String(i));
    return { array: withRest(array, kind), reading: kind, classNames: [...names, REST] };
  }
  switch (kind) {
    case 'logits':
    case 'probabilities':
    case 'log-probabilities':
      return { array: plain, reading: kind, axis: found.classAxis, classNames };
  }
  if (kind !== 'binary-logits' && kind !== 'sigmoid-scores') return undefined;
  if (shape.length > 1 && shape[found.classAxis ?? shape.length - 1] !== 1) {
    const reading = kind === 'binary-logits' ? 'logits' : kind;
    return { array: plain, reading, axis: found.classAxis, classNames, loss: 'sigmoid' };
  }
  // Pairs are made of values that are here.
  if (!array) return undefined;
  const pairs = { classNames: twoClasses(), loss: 'softmax', paired: true } as const;
  return kind === 'binary-logits'
    ? { array: asPairs(array, () => 0), reading: 'logits', ...pairs }
    : { array: asPairs(array, (s) => 1 - s), reading: 'probabilities', ...pairs };
}

/** Each value beside its counterpart, along a new last axis; a last axis of one makes room for the pair. */
export function asPairs({ data, shape, dtype }: NDArray, counterpart: (x: number) => number): NDArray {
  const outer = shape[shape.length - 1] === 1 ? shape.slice(0, -1) : shape;
  const size = sizeOf(outer) * 2;
  const pairs = dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
  for (let i = 0; i < data.length; i++) {
    pairs[2 * i] = counterpart(data[i]);
    pairs[2 * i + 1] = data[i];
  }
  return ndarray(pairs, [...outer, 2]);
}
