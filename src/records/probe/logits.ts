import { areWrittenShares } from '../../arrays/shares';
import type { FieldCandidate } from '../types';
import { sharedName } from '../fields/columnGroups';
import { lastKey, nameOf, toldBy, type Field } from './field';
import { areParts, readingOf } from './reading';
import { depthOf, isNumbers, previewOf, shapeOf, widthOf } from './values';

/** The bytes of a token, and the log-probabilities of the tokens of a text: lists, but no classes. */
const NO_ROWS = /^(bytes|token_?log_?probs?)$/;

/** Scores that are named are those of classes, whatever they are called. */
const NAMED = 5;

/** A score says how telling the field's name is; names are the strongest evidence. */
export function logitsCandidate(field: Field): FieldCandidate | undefined {
  const { path, values } = field;
  if (NO_ROWS.test(lastKey(field)) || isLowerBetter(toldBy(field))) return undefined;
  const numeric = values.filter(isNumbers);
  if (numeric.length < values.length / 2 || numeric.length === 0) return undefined;
  const width = widthOf(numeric[0]);
  if (width < 2) return undefined;
  const read = readingOf(numeric, readAs(field, numeric), field.scored?.within && nameOf(field));
  let score = nameScore(field) + numbersScore(numeric, read) + (field.scored ? NAMED : 0);
  // Lists of one length are rows of classes; what varies is text.
  if (numeric.some((value) => widthOf(value) !== width)) score -= 3;
  if (score <= -3) return undefined;
  return {
    path,
    name: nameOf(field),
    shape: shapeOf(numeric[0]),
    preview: previewOf(numeric[0]),
    score,
    ...(depthOf(numeric[0]) === 2 && { isSequence: true }),
    ...(field.scored && { scored: scoredFields(field.scored) }),
    ...(field.written && { written: field.written }),
    ...(field.scored?.within &&
      areWrittenShares(numeric.flat<unknown[], 2>(2) as number[]) && { areShares: true }),
    ...read,
  };
}

/** What says how the numbers are read. A `score` of a named class, as pipelines give the likeliest, is a share where no row has more than 1. */
function readAs(field: Field, rows: readonly (number[] | number[][])[]): string {
  const key = field.scored?.key;
  if (key === undefined) return calledOf(field);
  const areFlat = rows.every((row): row is number[] => !Array.isArray(row[0]));
  return key === 'score' && areFlat && areParts(rows) ? 'probs' : key;
}

/** What the numbers are called: by the names of their fields, where each has one. */
const calledOf = ({ path, scored }: Field): string =>
  scored?.within ? sharedName(path) : (path.at(-1) ?? '');

function scoredFields({
  classes,
  beside,
  within,
  isOwn,
}: NonNullable<Field['scored']>): FieldCandidate['scored'] {
  return { classes, ...(within ? { within } : { beside }), ...(!isOwn && { areUnordered: true }) };
}

/** Of these the least is the best. */
const LOWER_IS_BETTER =
  /(?:^|[^a-z])(?:nlls?|ppls?|ces?|loss(?:es)?|neg(?:ative)?_?log_?(?:prob|lik|likelihood)s?|energ(?:y|ies))(?:[^a-z]|$)/i;

const isLowerBetter = (name: string): boolean => LOWER_IS_BETTER.test(name) && !/logit/i.test(name);

/** Whether a name says that numbers are something else than scores. */
export const isOtherwise = (name: string): boolean =>
  /embed|hidden|feature|position|mask|bbox|box|coord|attention|input_(?:ids|values|features)|pixel_values|token_ids|weight|distance|perplexit|surprisal/i.test(
    name,
  ) || isLowerBetter(name);

function nameScore(field: Field): number {
  const name = toldBy(field).toLowerCase();
  // Vectors as Spark writes them: `{"type": 1, "values": […]}`.
  const isVector = field.path.length > 1 && lastKey(field) === 'values';
  const last = isVector ? field.path[field.path.length - 2].toLowerCase() : lastKey(field);
  let score = 0;
  if (/logits?$/.test(last)) score += 10;
  else if (/logit/.test(name)) score += 8;
  else if (/log_?prob/.test(last)) score += 6;
  else if (/resps$|log_?likelihoods?$/.test(last)) score += 6;
  else if (
    /scores?$|^outputs?$|preds?$|predictions?$|prob(?:s|as?$|abilit|$)|softmax$|activations?$/.test(last)
  )
    score += 5;
  if (isOtherwise(name)) score -= 6;
  if (/label|target|gold/.test(last)) score -= 4;
  return score;
}

const SOME_ROWS = 5;
const SOME_NUMBERS = 5000;

function numbersScore(
  numeric: readonly (number[] | number[][])[],
  { reading }: Pick<FieldCandidate, 'reading'>,
): number {
  const some = <T>(list: readonly T[]): readonly T[] => list.slice(0, SOME_NUMBERS);
  const flat = numeric
    .slice(0, SOME_ROWS)
    .flatMap((row): readonly (number | null)[] =>
      some<number | number[]>(row).flatMap((one) => (Array.isArray(one) ? some(one) : one)),
    )
    .slice(0, SOME_NUMBERS);
  let score = 0;
  const arePercentages = reading === 'probabilities' && flat.some((x) => x !== null && x > 1);
  if (!arePercentages && flat.every((x) => x === null || Number.isInteger(x))) score -= 4;
  if (flat.some((x) => x !== null && x < 0)) score += 1;
  return score;
}
