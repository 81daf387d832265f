import * as l10n from '@vscode/l10n';
import type { NDArray } from '../arrays/ndarray';
import { swapLastTwo } from '../arrays/swapLastTwo';
import type { FoundArray, ReadingKind } from '../arrays/types';
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
  if (!shown?.transposed) return { reading: read(subject) };
  // What the code says of the value is not said of rows that are its columns.
  if (shape.length !== 2 || !array)
    return { reading: read({ ...subject, shown: { ...shown, says: undefined } }) };
  const [classes, rows] = shape;
  const columns = statsOf(swapLastTwo(array.data, classes, rows), 0, array.data.length, classes);
  const reading = read({
    ...subject,
    shown: { ...shown, transposed: undefined },
    shape: [rows, classes],
    stats: columns,
  });
  if (!OF_CLASSES.includes(reading.kind)) return { reading };
  const evidence = [
    ...reading.evidence,
    l10n.t('{0}: rows are classes, columns are examples', quoted(shown.expression)),
  ];
  return { reading: { ...reading, evidence }, classAxis: 0 };
}
