import * as l10n from '@vscode/l10n';
import type { NDArray } from '../arrays/ndarray';
import { swapLastTwo } from '../arrays/swapLastTwo';
import type { FoundArray, ReadingKind } from '../arrays/types';
import { summedAxis } from './juliaAxis';
import { read } from './read';
import type { Subject } from './rule';
import { quoted } from './source/quote';
import { statsOf } from './stats';

const OF_CLASSES: readonly ReadingKind[] = ['logits', 'probabilities', 'log-probabilities'];

/**
 * The reading of an array that code shows. `logits.T` is read as `logits` is, from its columns: the classes lie along the
 * first axis then.
 */
export function readShown(
  subject: Subject,
  array: NDArray | undefined,
): Pick<FoundArray, 'reading' | 'classAxis'> {
  const { shown, shape } = subject;
  if (subject.container === 'julia' && shape.length === 2 && array) return ofJulia(subject, array);
  if (!shown?.transposed) return { reading: read(subject) };
  // What the code says of the value is not said of rows that are its columns.
  if (shape.length !== 2 || !array)
    return { reading: read({ ...subject, shown: { ...shown, says: undefined } }) };
  const says = l10n.t('{0}: rows are classes, columns are examples', quoted(shown.expression));
  return readColumns({ ...subject, shown: { ...shown, transposed: undefined } }, array, says);
}

/** A matrix of Julia, where its code or its sums say along which axis the classes lie. */
function ofJulia(subject: Subject, array: NDArray): Pick<FoundArray, 'reading' | 'classAxis'> {
  const axis = summedAxis(array, subject.decimals) ?? subject.axis;
  if (axis !== 0) return { reading: read({ ...subject, axis }) };
  return readColumns({ ...subject, axis }, array, l10n.t('rows are classes, columns are examples'));
}

function readColumns(
  subject: Subject,
  { data }: NDArray,
  says: string,
): Pick<FoundArray, 'reading' | 'classAxis'> {
  const [classes, rows] = subject.shape;
  const stats = statsOf(swapLastTwo(data, classes, rows), 0, data.length, classes);
  const reading = read({ ...subject, shape: [rows, classes], stats });
  if (!OF_CLASSES.includes(reading.kind)) return { reading };
  return { reading: { ...reading, evidence: [...reading.evidence, says] }, classAxis: 0 };
}
