import { lenientJson } from '../text/lenientJson';

/** Scores that say whose they are: `{"cat": 0.9, "dog": 0.1}`, `[{"label": "cat", "score": 0.9}, …]`. */
export class NamedScores {
  /** @param isList in an order of its own, mostly the largest first; an object is written in that of the classes */
  constructor(
    readonly names: readonly string[],
    readonly scores: readonly number[],
    readonly isList: boolean,
    /** What the first score is called in its object. */
    readonly key?: string,
    /** They are log-probabilities of tokens, each of which may stand behind the other as well. */
    readonly areTokens = false,
  ) {}
}

const NAME = /^(?:label|class|(?:class|tag|display)_?name|category|name|choice|option|letter|intent|value)$/i;
const SCORE =
  /^(?:score|prob|probability|confidence(?:_?score)?|p|logit|log_?probs?|log_?likelihood|ll|lp)$/i;
/** How servers of language models name a token and its log-probability. */
const TOKEN = /^(?:token|text)$/i;
const TOKEN_SCORE = /^log_?prob$/i;
/** More are hardly classes. */
const MOST = 1000;

type Pair = [name: string, score: unknown, key?: string, isToken?: boolean];

/** The scores that stand in a value, as parsed; undefined where it holds something else, or one name twice. */
export function namedScoresIn(value: unknown): NamedScores | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const isList = Array.isArray(value);
  const pairs: (Pair | undefined)[] = isList
    ? value.map(pairOf)
    : Object.entries(value as Record<string, unknown>);
  if (pairs.length < 2 || pairs.length > MOST) return undefined;
  const names: string[] = [];
  const scores: number[] = [];
  for (const pair of pairs) {
    if (!pair || typeof pair[1] !== 'number') return undefined;
    names.push(pair[0]);
    scores.push(pair[1]);
  }
  if (new Set(names).size < names.length) return undefined;
  const [, , key, areTokens] = isList ? pairs[0]! : [];
  return new NamedScores(withoutBlanks(names), scores, isList, key, areTokens);
}

/** Of a tokenizer the blank before a word belongs to its token: ` A`. */
function withoutBlanks(names: readonly string[]): readonly string[] {
  const trimmed = names.map((name) => name.trim());
  return trimmed.includes('') || new Set(trimmed).size < names.length ? names : trimmed;
}

/** Longer cells hold no scores of one row. */
const LONGEST = 1 << 16;
const QUOTED = /'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"/g;

/** The same in a text, as JSON or as Python prints it: `{'cat': 0.9, 'dog': np.float32(0.1)}`. */
export function namedScoresInText(text: string): NamedScores | undefined {
  // What JSON.parse throws takes longer than all else.
  const mayBe = /^[{[]/.test(text) && text.includes('{') && text.includes(':');
  if (text.length > LONGEST || !mayBe) return undefined;
  const value = lenientJson(text) ?? lenientJson(asJson(text));
  return namedScoresIn(value) ?? namedScoresIn(probabilitiesIn(value));
}

/** What a model gives beside the class that it chose, as warehouses write it: `{"class": "cat", "probability": {"cat": 0.9, "dog": 0.1}}`. */
function probabilitiesIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [own, other] = Object.entries(value).filter(
    ([key, one]) => PROBABILITIES.test(key) && typeof one === 'object' && one !== null,
  );
  return other ? undefined : own?.[1];
}

const PROBABILITIES = /^prob(?:s|as?|abilit(?:y|ies))?$/i;

function asJson(text: string): string {
  const inQuotes = text.replace(QUOTED, (whole, single: string | undefined) =>
    single === undefined ? whole : JSON.stringify(single.replace(/\\(['\\])/g, '$1')),
  );
  return inQuotes.replace(/\bnp\.float\d{1,3}\(([^()]{1,40})\)/g, '$1');
}

function pairOf(item: unknown): Pair | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const entries = Object.entries(item);
  if (entries.length < 2 || entries.length > 4) return undefined;
  const name = entries.find(([key, value]) => NAME.test(key) && typeof value === 'string');
  const score = entries.find(
    ([key, value]) => SCORE.test(key) && typeof value === 'number' && mayBe(key, value),
  );
  return name && score ? [name[1] as string, score[1], score[0]] : tokenOf(entries);
}

/** A token of a list of alternatives; one that has alternatives of its own is one of a text. */
function tokenOf(entries: readonly (readonly [string, unknown])[]): Pair | undefined {
  const token = entries.find(([key, value]) => TOKEN.test(key) && typeof value === 'string');
  const score = entries.find(([key, value]) => TOKEN_SCORE.test(key) && typeof value === 'number');
  if (!token || !score || entries.some(([, value]) => typeof value === 'object' && !isBytes(value)))
    return undefined;
  return [token[1] as string, score[1], score[0], true];
}

const isBytes = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.every((byte) => typeof byte === 'number'));

/** Whether two members of an object are called a name and its score; of one that isn't given nothing is asked. */
export const areNameAndScore = (name: string | undefined, score: string | undefined): boolean =>
  (name === undefined || NAME.test(name)) && (score === undefined || SCORE.test(score));

/** What is called a probability and is none is a price, a number of points or a setting. */
const mayBe = (key: string, score: number): boolean =>
  !/^(?:prob|probability|confidence(?:_?score)?|p)$/i.test(key) || (score >= 0 && score <= 1);

/** Whether scores of classes are a distribution, as people round it. */
export const isRoundedDistribution = (scores: readonly number[]): boolean =>
  scores.every((p) => p >= 0 && p <= 1) && Math.abs(scores.reduce((sum, p) => sum + p, 0) - 1) < 1e-2;
