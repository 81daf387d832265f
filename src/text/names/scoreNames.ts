import { areSameButSplit } from './dataSplits';

/** Words for scores of another model, of another time, or for numbers that are computed from scores. */
const OTHERS: ReadonlySet<string> = new Set([
  ...['teacher', 'aux', 'auxiliary', 'ref', 'reference', 'oracle', 'human', 'prior', 'dummy', 'chance'],
  ...['old', 'prev', 'previous', 'before', 'baseline', 'initial', 'init'],
  ...['std', 'stdev', 'stddev', 'sd', 'var', 'variance', 'sem', 'stderr', 'uncertainty', 'entropy', 'cov'],
  ...['grad', 'grads', 'gradient', 'gradients', 'threshold', 'thresholds', 'cutoff', 'thresh'],
  ...['lower', 'upper', 'delta', 'diff', 'change', 'noise'],
]);

/** How surely a word says that its numbers are scores, the surest highest. */
const WORDS: ReadonlyMap<string, number> = new Map(
  [
    [
      ...['pred', 'preds', 'predict', 'predicted', 'prediction', 'predictions', 'output', 'outputs'],
      ...['hat', 'yhat'],
    ],
    [
      'p',
      'prob',
      'probs',
      'proba',
      'probas',
      'probability',
      'probabilities',
      'softmax',
      'sigmoid',
      'score',
      'scores',
    ],
    ['logprob', 'logprobs', 'logproba', 'logprobabilities', 'logsoftmax'],
    ['logit', 'logits'],
  ].flatMap((words, at) => words.map((word): [string, number] => [word, at + 1])),
);
/** From this on a word by itself says that numbers are the scores; below the surest one, all mean the same of a single score. */
const TELLING = 2;
const SUREST = 4;
/** The tier of a name that says by itself that its numbers are the scores. */
const EXACT = 3;

/** Words for one sort of a model's scores of several: `raw_scores` and `val_probs` are no surer to be meant than plain `predictions`. */
const SORTS: ReadonlySet<string> = new Set([
  ...['raw', 'oof', 'model', 'all', 'class', 'classes', 'cls', 'label', 'labels'],
  ...['train', 'training', 'val', 'valid', 'validation', 'eval', 'dev', 'test', 'testing'],
]);

/** Words that say nothing of whose scores these are: what they are for, what holds them, and parts of a data set. */
const PLAIN: ReadonlySet<string> = new Set([
  ...['y', 'log', 'lp', 'of', 'the', 'my', 'out'],
  ...SORTS,
  ...['category', 'categories', 'choice', 'choices'],
  ...['option', 'options', 'answer', 'answers', 'candidate', 'candidates'],
  ...['data', 'result', 'results', 'response', 'item', 'items', 'sample', 'samples', 'record', 'row'],
  ...['body', 'arr', 'array', 'np', 'numpy', 'list', 'tensor', 'torch'],
]);

interface Claim {
  /** Its words, and the same in one. */
  words: readonly string[];
  joined: string;
  /** How surely the name says that these are the scores: 3 by itself, 1 of something else; 0 where it says nothing. */
  tier: number;
  /** The surest of its words for scores. */
  word: number;
  /** Whether that word is all of it. */
  isBare: boolean;
  /** The words that say whose scores they are. */
  whose: readonly string[];
  /** Those that say of which sort. */
  sort: readonly string[];
}

/** Names are compared with all others of their file, one by one: what each says is found out once. */
const claims = new Map<string, Claim>();
const MOST_REMEMBERED = 10_000;
const LONGEST_REMEMBERED = 200;

function claimOf(name: string): Claim {
  const known = claims.get(name);
  if (known) return known;
  const claim = readClaim(name);
  if (name.length > LONGEST_REMEMBERED) return claim;
  if (claims.size >= MOST_REMEMBERED) claims.clear();
  claims.set(name, claim);
  return claim;
}

function readClaim(name: string): Claim {
  const words = wordsOf(name);
  const word = Math.max(0, ...words.map((one) => WORDS.get(one) ?? 0));
  const whose = words.filter((one) => !WORDS.has(one) && !PLAIN.has(one));
  const isExact = whose.length === 0 && word >= TELLING;
  const tier = word === 0 ? 0 : whose.some((one) => OTHERS.has(one)) ? 1 : isExact ? EXACT : 2;
  const sort = words.filter((one) => SORTS.has(one));
  return { words, joined: words.join(), tier, word, isBare: words.length === 1, whose, sort };
}

/** In lower case, without the places in lists: `outputs[0].teacherLogits` has three. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/log[_ -](?=prob|softmax)/g, 'log')
    .split(/[.[\]]/)
    .filter((key) => !/^\d*$/.test(key))
    .flatMap((key) => key.match(/[a-z]+|\d+/g) ?? []);
}

/**
 * Which of two is sooner meant by “the scores”, by their names alone: positive for the first. 0 where both say so alike;
 * undefined where names say nothing that would tell, as of two parts of a data set.
 *
 * @param isOne whether a row has one score
 */
function compare(a: string, b: string, isOne: boolean): number | undefined {
  // Places of one list hold the same, and parts of a data set are chosen otherwise.
  if (areCalledAlike(a, b) || areSameButSplit(a, b)) return undefined;
  const [one, other] = [claimOf(a), claimOf(b)];
  if (one.tier === 0 || other.tier === 0) return undefined;
  if (one.tier !== other.tier)
    return isOfSort(one, other) || isOfSort(other, one) ? 0 : one.tier - other.tier;
  if (one.whose.join() !== other.whose.join()) return 0;
  const rank = ({ word }: Claim) => (isOne && word < SUREST ? Math.min(word, TELLING) : word);
  return rank(one) - rank(other) || Number(one.isBare) - Number(other.isBare);
}

/** Whether one is surely a sort of scores, beside which the other may be the model's scores by themselves: `val_scores` and `output`. */
const isOfSort = (one: Claim, other: Claim): boolean =>
  one.tier === EXACT &&
  other.tier < EXACT &&
  other.word === 1 &&
  other.whose.length === 0 &&
  one.sort.some((word) => !other.sort.includes(word));

/** Whether a name speaks of scores. */
export const isOfScores = (name: string): boolean => claimOf(name).tier > 0;

/** Whether a name says that its scores are of another model or another time, or no scores but computed from them. */
export const isOfOthers = (name: string): boolean => claimOf(name).tier === 1;

/** Of what could be the scores, likeliest first, the one that names say is meant. */
export function meantByName<T>(
  likeliest: readonly [T, ...T[]],
  nameOf: (one: T) => string,
  isOne = false,
): T {
  return likeliest.reduce((meant, other) =>
    (compare(nameOf(other), nameOf(meant), isOne) ?? 0) > 0 ? other : meant,
  );
}

/** What names of labels say of scores. */
interface Labels {
  /** Those that are taken, which may say whose scores are meant: `fine_logits` beside `coarse_logits` by `fine_labels`. */
  labels?: string;
  /** Others that nobody named: what they are of has scores of its own. */
  otherLabels?: readonly string[];
}

/** Whether the name of something else claims as much to be that of the scores as theirs does; undefined where the names don't say. */
export function isRival(
  scores: string,
  other: string,
  { isOne = false, labels = '', otherLabels = [] }: { isOne?: boolean } & Labels = {},
): boolean | undefined {
  const sooner = compare(scores, other, isOne);
  if (sooner === undefined) return undefined;
  const [own, others] = [scores, other].map((name) => claimOf(name).whose);
  const areOf = (whose: readonly string[], name: string) => {
    const said = claimOf(name).words;
    return whose.some((word) => said.includes(word));
  };
  const isToldBy = (name: string) => areOf(own, name) && !areOf(others, name);
  const hasOwn = otherLabels.some((name) => areOf(others, name) && !areOf(own, name));
  return sooner <= 0 && !(isToldBy(labels) && !hasOwn);
}

/** Whether names say that scores are one model's, as logits and as probabilities: `raw_logits` and `probs`, of which either may be meant. */
export function areOfOneModel(a: string, b: string): boolean {
  if (areCalledAlike(a, b) || areSameButSplit(a, b)) return false;
  const [one, other] = [claimOf(a), claimOf(b)];
  const ofModel = ({ whose }: Claim) => whose.filter((word) => !CALIBRATED.has(word)).join();
  return one.tier > 1 && other.tier > 1 && ofModel(one) === ofModel(other);
}

/** The same model's scores, that were fitted to labels afterwards: H2O's `cal_p1` beside `p1`. */
const CALIBRATED: ReadonlySet<string> = new Set(['cal', 'calib', 'calibrated']);

/** Whether neither name says anything of scores, nor which of both is meant: `models.a` and `models.b`. */
export const areUntold = (a: string, b: string): boolean =>
  !areCalledAlike(a, b) && !areSameButSplit(a, b) && [a, b].every((name) => claimOf(name).tier === 0);

/** Whether names are the same but for places in lists. */
export const areCalledAlike = (a: string, b: string): boolean => claimOf(a).joined === claimOf(b).joined;

/** Whether two that have labels of their own are called the same, or claim as much to be the scores: `rank0.preds` and `rank1.preds`. */
export const areSetsAlike = (scores: string, other: string): boolean =>
  isRival(scores, other) ?? (areCalledAlike(scores, other) && !areSameButSplit(scores, other));
