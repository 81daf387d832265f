import * as l10n from '@vscode/l10n';
import { printable } from '../arrays/printable';
import type { FieldCandidate } from '../records/types';
import type { CallContext } from './callContext';
import type { Session } from './session';

/** Rows from which on a class that no label has is none. */
const LEAST_ROWS = 20;

/**
 * Throws where fields that are alike seem to be scores of several models: three or more that sum to nothing in particular, beside labels of
 * 0 and 1 alone.
 */
export async function checkModels(
  session: Session,
  logits: Pick<FieldCandidate, 'name' | 'path' | 'isScalar' | 'scored' | 'reading' | 'note' | 'areShares'>,
  labels: Pick<FieldCandidate, 'name' | 'areNames' | 'isHot' | 'isSet' | 'places' | 'byName'>,
  context: CallContext,
): Promise<void> {
  const areFields = logits.path.length > 2 && (!logits.scored || logits.scored.within !== undefined);
  if (!areFields || logits.isScalar || labels.areNames || labels.byName || labels.isHot || labels.isSet)
    return;
  const { reading = 'logits' } = logits;
  const areClasses =
    reading === 'logits' ? !logits.areShares && !labels.places : reading !== 'sigmoid-scores' && !logits.note;
  if (areClasses || session.size.rows < LEAST_ROWS) return;
  const { min, max } = (await session.table({ temperature: 1 }, context)).labels;
  if (min < 0 || max > 1) return;
  throw new Error(
    l10n.t(
      'Rows of “{0}” don’t sum to 1, and “{1}” holds 0 and 1 alone: they may be scores of several models. Name one of them in “logits”.',
      printable(logits.name, 80),
      printable(labels.name, 80),
    ),
  );
}
