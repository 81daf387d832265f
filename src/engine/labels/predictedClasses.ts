import * as l10n from '@vscode/l10n';
import { largestOf, smallestOf } from '../../arrays/longLists';
import { printable } from '../../arrays/words/printable';
import { isPredictedName } from '../../text/names/labelNames';
import type { CallContext } from '../callContext';
import type { Session } from '../session';

/** Fewer rows may be whole numbers by accident; so many tell. */
const LEAST_ROWS = 10;
const ROWS = 100;

/** Throws where what would be taken for one score a row is the ID of a class that a model chose. */
export function checkClasses(name: string, scores: ArrayLike<number>): void {
  let differ = false;
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isInteger(scores[i]) || scores[i] < 0) return;
    if (scores[i] !== scores[0]) differ = true;
  }
  if (scores.length < LEAST_ROWS || !differ) return;
  throw new Error(
    l10n.t(
      '“{0}” holds whole numbers, as the classes that a model predicts. An evaluation requires its scores; if these are scores, name them in “logits”.',
      printable(name, 80),
    ),
  );
}

/** Throws where the first rows hold one number for a single class and another one for the rest, under the name of predictions. */
export async function checkChoices(session: Session, name: string, context: CallContext): Promise<void> {
  const { rows, classes } = session.size;
  if (rows < LEAST_ROWS || classes < 2 || !isPredictedName(name)) return;
  const { logits } = await session.run(0, Math.min(rows, ROWS), {}, context);
  // As they are read: a 0 may have become −∞.
  const [chosen, other] = [largestOf([...logits]), smallestOf([...logits])];
  for (let from = 0; from < logits.length; from += classes) {
    const row = logits.subarray(from, from + classes);
    if (!row.every((x) => x === chosen || x === other)) return;
    if (row.filter((x) => x === chosen).length !== 1) return;
  }
  throw new Error(
    l10n.t(
      '“{0}” holds a 1 for one class in each row, as the classes that a model predicts. An evaluation requires its scores; if these are scores, name them in “logits”.',
      printable(name, 80),
    ),
  );
}

/** What is said where labels of one score of yes or no are those of more than two classes. */
export const severalOfOne = (name: string, most: number): Error =>
  new Error(
    l10n.t(
      '“{0}” holds one score per row, but labels go from 0 to {1}. Name the scores in “logits”.',
      printable(name, 80),
      most,
    ),
  );
