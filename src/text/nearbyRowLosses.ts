import { sizeOf } from '../arrays/ndarray';
import type { FoundArray, PrintedLoss } from '../arrays/types';
import type { Candidate } from './candidate';

const LOSSES = /(?:^|[._ ])(?:loss(?:es)?|nlls?|cross_?entrop(?:y|ies)|b?ce)(?:[_ ]per[_ ]\w{1,20})?$/i;
/** Names that mean the losses of single rows. */
const OF_EACH = /per_|row|each|sample|example|token|element|instance|unreduced|none/i;
const UNREDUCED = /reduction ?= ?["'`]?none|reduce ?= ?False|softmax_cross_entropy_with_logits|tf\.nn\./i;

/** Arrays that are called losses and could be those of single rows. */
export function possibleRowLosses(candidates: readonly Candidate[]): FoundArray[] {
  return candidates
    .map(({ found }) => found)
    .filter(
      ({ name, array, reading }) =>
        array !== undefined && array.data.length > 1 && reading.kind === 'other' && LOSSES.test(name ?? ''),
    );
}

/** The losses of the rows of labelled scores, as many as these; a list of as many epochs is known by nothing else. */
export function lossOfRows(
  { found }: Candidate,
  possible: readonly FoundArray[],
  source: string | undefined,
): PrintedLoss | undefined {
  const { labels, array } = found;
  if (!labels || !array || labels.axis !== undefined) return undefined;
  const rows = labels.kind === 'class-ids' ? labels.values.data.length : sizeOf(found.shape.slice(0, -1));
  const losses = possible.find((one) => one !== found && one.array!.data.length === rows);
  if (losses === undefined) return undefined;
  const { name, decimals, dtype } = losses;
  const ofRows = [...losses.array!.data];
  const isSaid = OF_EACH.test(name!) || (source !== undefined && UNREDUCED.test(source));
  return {
    value: ofRows.reduce((sum, one) => sum + one, 0) / rows,
    ofRows,
    name,
    ...(decimals !== undefined && { decimals }),
    ...(dtype !== undefined && { dtype }),
    ...(!isSaid && { unsure: true }),
  };
}
