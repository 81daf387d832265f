import { sizeOf } from '../../arrays/ndarray';
import type { FoundArray, PrintedLoss } from '../../arrays/types';
import type { Candidate } from '../candidate';

const LOSSES = /(?:^|[._ ])(?:loss(?:es)?|nlls?|cross_?entrop(?:y|ies)|b?ce)(?:[_ ]per[_ ]\w{1,20})?$/i;
/** Names that mean the losses of single rows. */
const OF_EACH = /per_|row|each|sample|example|token|element|instance|unreduced|none/i;
const UNREDUCED =
  /reduction ?= ?[\w."'`]{0,60}none|reduce ?= ?False|(?:softmax|sigmoid)_cross_entropy_with_logits/i;
/** Lines of a call that goes on. */
const MOST_LINES = 8;

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
  const isSaid = OF_EACH.test(name!) || (source !== undefined && isUnreduced(source, name!));
  return {
    value: ofRows.reduce((sum, one) => sum + one, 0) / rows,
    ofRows,
    name,
    ...(decimals !== undefined && { decimals }),
    ...(dtype !== undefined && { dtype }),
    ...(!isSaid && { unsure: true }),
  };
}

/** Whether the code makes what has the name as one loss for each row, itself or by what it calls. */
function isUnreduced(source: string, name: string): boolean {
  const made = madeAs(source, name);
  const [, callee = ''] = made === undefined ? [] : (/=\s{0,4}([\w.]{1,80})\(/.exec(made) ?? []);
  return made !== undefined && UNREDUCED.test(made + (callee === '' ? '' : (madeAs(source, callee) ?? '')));
}

/** The statement that gives a name its last value, as written. */
function madeAs(source: string, name: string): string | undefined {
  const lines = source.split('\n');
  const at = lines.findLastIndex((line) => {
    const own = line.trimStart();
    return own.startsWith(name) && /^\s{0,4}=(?!=)/.test(own.slice(name.length, name.length + 6));
  });
  if (at < 0) return undefined;
  const indent = lines[at].length - lines[at].trimStart().length;
  const rest = lines.slice(at + 1, at + MOST_LINES);
  const end = rest.findIndex((line) => !/^[)\]]/.test(line.slice(indent)) && !/^\s/.test(line.slice(indent)));
  return [lines[at], ...(end < 0 ? rest : rest.slice(0, end))].join('\n');
}
