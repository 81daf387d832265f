/** Which rows of logits and which token ids belong together, by names and shapes. */
import { sizeOf } from './ndarray';
import type { ReadingKind } from './types';
import { isVocabulary } from './vocabulary';

/** What is known of an array before its values are asked for. */
export interface Candidate {
  name?: string;
  shape: readonly number[];
  isWhole: boolean;
  kind?: ReadingKind;
}

/** Names of token ids; `labels` are those of classes as well, and have the loss's own view. */
const IDS =
  /(?:^|[._\]'"])(?:input_?ids?|token_?ids?|output_?ids?|target_?ids?|generated(?:_?ids?)?|sequences?|ids|tokens?|idx)\]?['"]*\]?$/i;
const LOGITS = /(?:logits?|log_?probs?|scores?)['"\]]*$/i;
const OF_DISTRIBUTIONS: readonly ReadingKind[] = ['logits', 'log-probabilities', 'probabilities'];
/** Ids beyond the rows: a prompt before what was generated. */
const MOST_BEFORE = 1 << 20;

/** Whether ids are those of the tokens that rows of logits are about. */
export function areOfRows(ids: Candidate, logits: Candidate): boolean {
  const rows = rowsOf(logits);
  return rows !== undefined && new Ids([ids]).nearest(rows, 0) !== undefined;
}

interface Rows {
  count: number;
  /** How many such are one behind the other. */
  batch: number;
  /** They are as many classes as a vocabulary has: what has no name may be their ids. */
  takesUnnamed: boolean;
}

/** What ids must be to be those of rows; undefined where it is no rows that ids could belong to. */
function rowsOf({ shape, name = '', kind, isWhole }: Candidate): Rows | undefined {
  const [classes, count] = [shape.at(-1) ?? 0, shape.at(-2) ?? 0];
  if (isWhole || shape.length < 2 || count < 2 || classes < 2) return undefined;
  if (kind !== undefined && !OF_DISTRIBUTIONS.includes(kind)) return undefined;
  const isNamed = LOGITS.test(name) || kind === 'logits' || kind === 'log-probabilities';
  const takesUnnamed = isVocabulary(shape);
  if (!isNamed && !takesUnnamed) return undefined;
  return { count, batch: sizeOf(shape.slice(0, -2)), takesUnnamed };
}

/** Rows of logits with their ids: places of both among the arrays, each array of ids used once. */
export function pairsOf(arrays: readonly Candidate[]): { logits: number; ids: number }[] {
  const unused = new Ids(arrays);
  return arrays.flatMap((array, logits) => {
    const rows = rowsOf(array);
    const found = rows && unused.nearest(rows, logits);
    if (found === undefined) return [];
    found.use();
    return [{ logits, ids: found.at }];
  });
}

/** Places of arrays that may be rows of logits, as far as names and shapes say, with ids for them among the others. */
export function rowsWithIds(arrays: readonly Candidate[]): number[] {
  const ids = new Ids(arrays);
  return arrays.flatMap((array, at) => {
    const rows = rowsOf(array);
    return rows && ids.nearest(rows, at) ? [at] : [];
  });
}

/** Ids that rows could have, with their place. */
interface Fitting {
  length: number;
  at: number;
  use(): void;
}

/** All arrays that may be ids. */
class Ids {
  private readonly named = new Places();
  private readonly unnamed = new Places();

  constructor(arrays: readonly Candidate[]) {
    arrays.forEach(({ name, shape, isWhole }, at) => {
      if (!isWhole || !(name === undefined || IDS.test(name))) return;
      const places = name === undefined ? this.unnamed : this.named;
      places.add(sizeOf(shape.slice(0, -1)), shape.at(-1) ?? 0, at);
    });
  }

  /** As many as there are rows before more; of several those that stand nearest. */
  nearest(rows: Rows, to: number): Fitting | undefined {
    const named = this.named.nearest(rows, to);
    const unnamed = rows.takesUnnamed ? this.unnamed.nearest(rows, to) : undefined;
    if (named === undefined || unnamed === undefined) return named ?? unnamed;
    const order =
      named.length - unnamed.length ||
      Math.abs(named.at - to) - Math.abs(unnamed.at - to) ||
      named.at - unnamed.at;
    return order < 0 ? named : unnamed;
  }
}

/** Places of arrays of ids, by the batch that they are of and their length: there may be thousands of them, and of rows. */
class Places {
  private readonly batches = new Map<number, Map<number, number[]>>();

  /** In the order of the places. */
  add(batch: number, length: number, at: number): void {
    const lengths = this.batches.get(batch) ?? new Map<number, number[]>();
    this.batches.set(batch, lengths);
    const places = lengths.get(length);
    if (places === undefined) lengths.set(length, [at]);
    else places.push(at);
  }

  /** The shortest that are long enough, and of those the one that is nearest to a place. */
  nearest({ batch, count }: Rows, to: number): Fitting | undefined {
    const lengths = this.batches.get(batch);
    if (lengths === undefined) return undefined;
    let length = Infinity;
    for (const one of lengths.keys())
      if (one >= count && one - count <= MOST_BEFORE) length = Math.min(length, one);
    const places = lengths.get(length);
    if (places === undefined) return undefined;
    const behind = firstFrom(places, to);
    const isBefore = behind > 0 && !(places[behind] - to < to - places[behind - 1]);
    const index = isBefore ? behind - 1 : behind;
    const use = () => {
      places.splice(index, 1);
      if (places.length === 0) lengths.delete(length);
    };
    return { length, at: places[index], use };
  }
}

/** Where the first of ascending numbers is that is no smaller. */
function firstFrom(ascending: readonly number[], least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
