import { ARRAY, type Entry } from './entries';
import type { PrintedLine } from './lines';
import type { Shown } from './shownValue';

/** An entry as what a line of the code wrote. */
export interface Fit {
  /** Which value each array is, by the array's number; undefined where several may be. */
  told: ReadonlyMap<number, Shown | undefined>;
  /** The losses and lists of strings of the line, as they were printed. */
  words: readonly PrintedWord[];
  /** How odd it is: 0 where nothing is. */
  cost: number;
  /** The line's own text stands in it. */
  said: boolean;
}

/** A value printed as a word. */
export interface PrintedWord {
  shown: Shown;
  word: string;
  /** The number of the last array before it in the same entry. */
  after?: number;
}

/** What each entry is as what each line wrote, looked at once. */
export class Fits {
  private readonly known = new Map<PrintedLine, Map<Entry, Fit | undefined>>();

  of(line: PrintedLine, entry: Entry): Fit | undefined {
    let fits = this.known.get(line);
    if (fits === undefined) this.known.set(line, (fits = new Map<Entry, Fit | undefined>()));
    if (!fits.has(entry)) fits.set(entry, fit(line, entry));
    return fits.get(entry);
  }
}

/** Whether a line of the code may have written an entry, and what the entry's arrays are then. */
export function fit({ pieces }: PrintedLine, { text, arrays }: Entry): Fit | undefined {
  const told = new Map<number, Shown | undefined>();
  let at = 0;
  let array = 0;
  const words: PrintedWord[] = [];
  let cost = 0;
  let said = false;
  let values: Shown[] = [];
  const take = (end: number): boolean => {
    const segment = text.slice(at, end).trim();
    const count = countOf(segment);
    const own = arrays.slice(array, array + count);
    const first = array;
    array += count;
    if (values.length === 0) return segment === '';
    const shared = share(values, segment, own);
    for (const { shown, word, before } of shared?.words ?? [])
      words.push({ shown, word, after: arrays[first + before - 1] });
    shared?.holders.forEach((one, i) => told.set(own[i], one));
    cost += shared?.cost ?? 0;
    values = [];
    return shared !== undefined;
  };
  for (const piece of pieces) {
    if ('shown' in piece) {
      values.push(piece.shown);
      continue;
    }
    const fixed = piece.text.replace(/\s+/g, ' ').trim();
    if (fixed === '') continue;
    const found = text.indexOf(fixed, at);
    if (found < 0 || !take(found)) return undefined;
    at = found + fixed.length;
    said ||= /\w/.test(fixed);
  }
  return take(text.length) ? { told, words, cost, said } : undefined;
}

/** Whose each array is, and how odd that is. */
interface Shared {
  holders: readonly (Shown | undefined)[];
  words?: readonly { shown: Shown; word: string; before: number }[];
  cost: number;
}

/** Gives the arrays of a stretch of text to the values printed in it, one after another. */
function share(values: readonly Shown[], segment: string, arrays: readonly number[]): Shared | undefined {
  const [first] = values;
  if (values.some(({ spread }) => spread))
    return { holders: arrays.map(() => (values.length === 1 ? first : undefined)), cost: 0 };
  const parts = values.length === 1 ? [segment] : apart(segment);
  if (parts.length === values.length) {
    const cost = parts.reduce((sum, word, i) => sum + oddness(values[i], word), 0);
    const holders = parts.flatMap((word, i) => Array.from({ length: countOf(word) }, () => values[i]));
    const words = values.flatMap((shown, i) =>
      (shown.loss || LIST.test(parts[i])) && countOf(parts[i]) === 0
        ? [{ shown, word: parts[i], before: countOf(parts.slice(0, i).join(' ')) }]
        : [],
    );
    return cost === Infinity ? undefined : { holders, words, cost };
  }
  const holders = values.filter((one) => !one.single);
  if (holders.length === 0) return arrays.length === 0 ? { holders, cost: 0 } : undefined;
  const clear = holders.length === 1 || holders.length === arrays.length;
  return { holders: arrays.map((_, i) => (clear ? (holders[i] ?? holders[0]) : undefined)), cost: 0 };
}

/** A list of strings. */
const LIST = /^(?:\w{1,20}\()?[[(]\s?["']/;

/** What stands apart at the outermost level, by spaces and commas: the parts of a tuple, or of several values printed. */
function apart(segment: string): string[] {
  const inside = /^\(.*\)$/.test(segment) ? segment.slice(1, -1) : segment;
  const words: string[] = [];
  let depth = 0;
  let quote = '';
  let word = '';
  for (const c of inside) {
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if ('[({<'.includes(c)) depth++;
    else if ('])}>'.includes(c)) depth--;
    if (depth <= 0 && quote === '' && (c === ' ' || c === ',')) {
      if (word !== '') words.push(word);
      word = '';
    } else word += c;
  }
  return word === '' ? words : [...words, word];
}

/** Names of what is printed as words, and of what is mostly one number. */
const WORDS = /(?:names?|classes|tokens|texts?|sentences?|words?|vocab\w*|categories)$/i;
const NUMBER = /(?:^|_)(?:loss|acc|accuracy|score|perplexity|ppl|count|num|total|epoch|step)$/i;

/** How odd it is that a value is printed so; Infinity where it cannot be. */
function oddness({ single, name, says }: Shown, text: string): number {
  const arrays = countOf(text);
  if (arrays > 0) {
    if (single) return Infinity;
    return name !== undefined && (WORDS.test(name) || NUMBER.test(name)) ? 1 : 0;
  }
  const scores = says !== undefined && says.kind !== 'other' && says.kind !== 'class-labels';
  if (!scores) return 0;
  return /[[\d]/.test(text) || says.anyModel ? 1 : Infinity;
}

function countOf(text: string): number {
  return text.split(ARRAY).length - 1;
}
