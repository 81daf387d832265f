import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import type { NDArray } from '../../arrays/ndarray';
import type { FoundArray, ReadingKind } from '../../arrays/types';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import { areInFields } from '../../records/probe/field';
import { placesAmong } from '../../records/probe/labels';
import type { FieldCandidate } from '../../records/types';
import type { CallContext } from '../callContext';
import type { Session } from '../session';

/** Rows from which on a class that no label has is none. */
const LEAST_ROWS = 20;

/**
 * Throws where fields that are alike seem to be scores of several models, beside labels of 0 and 1 alone: three or more that sum to nothing
 * in particular, or two of shares that don't sum to 1, nor to less as those of two answers do.
 */
export async function checkModels(
  session: Session,
  logits: Pick<FieldCandidate, 'name' | 'path' | 'isScalar' | 'scored' | 'reading' | 'note' | 'areShares'>,
  labels: Pick<FieldCandidate, 'name' | 'areNames' | 'isHot' | 'isSet' | 'places' | 'byName'>,
  context: CallContext,
): Promise<void> {
  const { format } = session.records?.fields ?? {};
  if (
    !areInFields(format, logits) ||
    logits.isScalar ||
    labels.areNames ||
    labels.byName ||
    labels.isHot ||
    labels.isSet
  )
    return;
  const { reading = 'logits' } = logits;
  const areTwo = logits.path.length === 2;
  const areClasses =
    reading === 'logits'
      ? !logits.areShares && (areTwo || !labels.places)
      : reading !== 'sigmoid-scores' && (areTwo || !logits.note);
  if (areClasses || session.size.rows < LEAST_ROWS) return;
  const { min, max } = (await session.table({ temperature: 1 }, context)).labels;
  if (min < 0 || max > 1) return;
  throw severalModels(logits.name, labels.name);
}

/** Throws where fields of records that a text holds are as many logits of words beside labels of 0 and 1 alone. */
export function checkModelsIn(
  { classNames = [], shape }: Pick<FoundArray, 'classNames' | 'shape'>,
  { values: labels, name = 'labels' }: { values?: NDArray; name?: string },
  kind: ReadingKind,
  { logits, loss }: EvaluationOptions,
): void {
  if (!labels || kind !== 'logits' || logits !== undefined || loss !== undefined) return;
  const rows = labels.data.length;
  // Places among classes are no models: `logit_0`.
  const areModels = classNames.length > 2 && !classNames.every((one) => /\d$/.test(one));
  if (!areModels || rows < LEAST_ROWS || shape[0] !== rows) return;
  const ids = Array.from(labels.data).filter((id) => !Number.isNaN(id));
  if (!ids.every((id) => id === 0 || id === 1) || !placesAmong(ids, classNames.length, classNames)) return;
  throw severalModels(`${classNames[0]} … ${classNames[classNames.length - 1]}`, name);
}

const severalModels = (scores: string, labels: string): Error =>
  new Error(
    l10n.t(
      'Rows of “{0}” don’t sum to 1, and “{1}” holds 0 and 1 alone: they may be scores of several models or of classes. Name one of them in “logits”, or set “loss”.',
      printable(scores, 80),
      printable(labels, 80),
    ),
  );
