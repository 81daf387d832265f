import type { ViewSettings } from '../../worker/protocol';
import type { Session } from '../session';

/** Classes above which those of a sequence's rows are a vocabulary's. */
const MOST_TAGS = 1000;

/**
 * Whether rows are a language model's: their labels are the tokens that come next, or they stand in sequences and choose from a
 * vocabulary. However many classes there are, they say nothing by themselves: images are told by 1,000 and by 21,841.
 */
export function areTokens(
  { rows, records }: Pick<Session, 'rows' | 'records'>,
  settings: Pick<ViewSettings, 'shifted'>,
): boolean {
  const shifted = settings.shifted ?? records?.fields.shifted;
  const inSequences = shifted !== undefined || (rows.shape.length === 3 && rows.classAxis === 2);
  return shifted === true || (inSequences && rows.classes > MOST_TAGS);
}
