import { lenientJson } from './lenientJson';

/** Scores that say whose they are: `{"cat": 0.9, "dog": 0.1}`, `[{"label": "cat", "score": 0.9}, …]`. */
export class NamedScores {
  /** @param isList in an order of its own, mostly the largest first; an object is written in that of the classes */
  constructor(
    readonly names: readonly string[],
    readonly scores: readonly number[],
    readonly isList: boolean,
    /** What the first score is called in its object. */
    readonly key?: string,
  ) {}
}

const NAME = /^(?:label|class|class_?name|category|name|choice|option|letter)$/i;
const SCORE = /^(?:score|prob|probability|confidence|p|logit|log_?probs?|log_?likelihood|ll|lp)$/i;
/** More are hardly classes. */
const MOST = 1000;

type Pair = [name: string, score: unknown, key?: string];

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
  return new NamedScores(names, scores, isList, isList ? pairs[0]?.[2] : undefined);
}

/** Longer cells hold no scores of one row. */
const LONGEST = 1 << 16;
const QUOTED = /'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"/g;

/** The same in a text, as JSON or as Python prints it: `{'cat': 0.9, 'dog': np.float32(0.1)}`. */
export function namedScoresInText(text: string): NamedScores | undefined {
  // What JSON.parse throws takes longer than all else.
  const mayBe = /^[{[]/.test(text) && text.includes('{') && text.includes(':');
  if (text.length > LONGEST || !mayBe) return undefined;
  return namedScoresIn(lenientJson(text) ?? lenientJson(asJson(text)));
}

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
  return name && score && [name[1] as string, score[1], score[0]];
}

/** Whether two members of an object are called a name and its score; of one that isn't given nothing is asked. */
export const areNameAndScore = (name: string | undefined, score: string | undefined): boolean =>
  (name === undefined || NAME.test(name)) && (score === undefined || SCORE.test(score));

/** What is called a probability and is none is a price, a number of points or a setting. */
const mayBe = (key: string, score: number): boolean =>
  !/^(?:prob|probability|confidence|p)$/i.test(key) || (score >= 0 && score <= 1);
