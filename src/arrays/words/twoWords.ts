import { isMissingWord } from './missingWord';

/** Words for the first of two classes, and for the second. */
const PAIRS: readonly (readonly [no: string, yes: string])[] = [
  ['no', 'yes'],
  ['n', 'y'],
  ['false', 'true'],
  ['negative', 'positive'],
  ['neg', 'pos'],
];
const NOT = /^(?:not|non|no)[ _-]+/;

/**
 * The two names that labels of one score a row hold, that of the score's class behind the other: which one it is the score's own name
 * tells, `prob_good`, else the words, if they are yes and no. Undefined where neither does.
 */
export function twoWords(
  score: string,
  values: readonly unknown[],
): [other: string, own: string] | undefined {
  const known = wordsIn(values);
  if (!known) return undefined;
  const [first, second = counterpartOf(first)] = known;
  if (second === undefined) return undefined;
  const named = namedBy(score, [first, second]);
  if (named !== undefined) return named === second ? [first, second] : [second, first];
  if (isNoOf(first, second)) return [first, second];
  return isNoOf(second, first) ? [second, first] : undefined;
}

/** One word or two, where labels hold no other and no number. */
export function wordsIn(values: readonly unknown[]): string[] | undefined {
  if (!values.every((value): value is string | null => typeof value === 'string' || value === null))
    return undefined;
  const known = [...new Set(values)].filter((value): value is string => value !== null && value !== '');
  const words = known.filter((word) => !isMissingWord(word));
  return words.length === 1 || words.length === 2 ? words : undefined;
}

const SCORE =
  /^(?:|y|p|pr|probs?|probability|probabilities|proba|scores?|logits?|softmax|sigmoid|class|cls|label|pred|of|for|is|the)$/i;

/** The words of a score's name but for those that say that it is one: `good` of `prob_good`, `churn` of `churnProb`. */
export const ownWords = (name: string): string[] =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => !SCORE.test(word));

/** The one of two words that a score is called after. */
function namedBy(score: string, words: readonly string[]): string | undefined {
  const own = calledAfter(score);
  const named = words.filter((word) => own !== '' && plainOf(word) === own);
  return named.length === 1 ? named[0] : undefined;
}

/** What a score is called besides a score: `good` of `prob_good`. */
export const calledAfter = (score: string): string => ownWords(score).join(' ').toLowerCase();

/** As it stands in a name. */
export const plainOf = (word: string): string =>
  word
    .split(/[^\p{L}\p{N}]+/u)
    .join(' ')
    .trim()
    .toLowerCase();

function isNoOf(no: string, yes: string): boolean {
  const [a, b] = [no.toLowerCase(), yes.toLowerCase()];
  return (
    PAIRS.some(([first, second]) => a === first && b === second) || (NOT.test(a) && a.replace(NOT, '') === b)
  );
}

/** What stands beside a word for yes or no, written as that is: the first records may hold one of them only. */
function counterpartOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  const pair = PAIRS.find((one) => one.includes(lower));
  if (!pair) return undefined;
  const other = pair[0] === lower ? pair[1] : pair[0];
  if (word === lower) return other;
  return word === word.toUpperCase() ? other.toUpperCase() : other[0].toUpperCase() + other.slice(1);
}
