import { InFrame, InScalar, type Tree } from './literals/tree';

const VALUE = /^(?:score|probability|logprob)$/;
const NAME = /^(?:label|class|category|token_str|token|name)$/;
/** The text of a token tells more than its id or label. */
const BEST_NAME = 'token_str';
export const TOP_LOGPROBS = 'top_logprobs';
const OPEN_SQUARE = 91;

/** Lists of names and scores, one after another. */
export interface Rows {
  count: number;
  /** By row: the bracket whose items are named: a list of records, or a record that maps tokens to log-probabilities. */
  list: Int32Array;
  /** By row, and one more: where its entries begin. */
  from: Int32Array;
  /** By entry: the scalar that names it (of a map, the same as its value), and its score. */
  name: Int32Array;
  value: Int32Array;
  /** By row: whether the list is a map. */
  map: Uint8Array;
}

/** Lists whose every item is a record with a name and a score, and records that map tokens to log-probabilities. */
export function rowsOf(tree: Tree): Rows {
  const isValue = memo(tree.keys.texts, VALUE);
  if (!holdsScores(tree, isValue)) return emptyRows([], [0]);
  const pairs = pairsOf(tree, isValue);
  const { rows, rowOf } = layOut(tree, pairs.entries);
  fill(tree, rows, rowOf, pairs);
  return rows;
}

function holdsScores(tree: Tree, isValue: (key: number) => boolean): boolean {
  const { count, data } = tree.scalars;
  for (let id = 0; id < count; id++) {
    const at = id * InScalar.WIDTH;
    if (data[at + InScalar.NUMBER] === 0) continue;
    if (isValue(data[at + InScalar.KEY]) || isTopLogprobs(tree, data[at + InScalar.RECORD])) return true;
  }
  return false;
}

/** What names and values stand in the brackets of a text. */
interface Pairs {
  /** By record: the scalar that is its value, its name; -1 for none. A record with a name has a value. */
  value: Int32Array;
  name: Int32Array;
  /** By bracket: entries of the map it is, or records with a name and a score in the list it is. */
  entries: Int32Array;
}

function pairsOf(tree: Tree, isValue: (key: number) => boolean): Pairs {
  const { frames, scalars, keys } = tree;
  const { data } = scalars;
  const isName = memo(keys.texts, NAME);
  const value = new Int32Array(frames.count).fill(-1);
  const name = new Int32Array(frames.count).fill(-1);
  const entries = new Int32Array(frames.count);
  for (let id = 0, at = 0; id < scalars.count; id++, at += InScalar.WIDTH) {
    if (data[at + InScalar.NUMBER] === 0) continue;
    const record = data[at + InScalar.RECORD];
    if (isTopLogprobs(tree, record)) entries[record]++;
    if (value[record] < 0 && isValue(data[at + InScalar.KEY])) value[record] = id;
  }
  for (let id = 0, at = 0; id < scalars.count; id++, at += InScalar.WIDTH) {
    const record = data[at + InScalar.RECORD];
    const key = data[at + InScalar.KEY];
    if (data[at + InScalar.NUMBER] === 1 || value[record] < 0 || !isName(key)) continue;
    if (name[record] < 0 || keys.texts[key] === BEST_NAME) name[record] = id;
  }
  for (let record = 0; record < frames.count; record++) {
    const parent = frames.data[record * InFrame.WIDTH + InFrame.PARENT];
    if (name[record] >= 0 && !isList(tree, parent)) name[record] = -1;
    if (name[record] < 0) continue;
    entries[record] = 0;
    entries[parent]++;
  }
  return { value, name, entries };
}

/** The rows, empty, and by bracket: its row, -1 for none. A record stands in a row of its list or is one itself. */
function layOut(tree: Tree, entries: Int32Array): { rows: Rows; rowOf: Int32Array } {
  const { count, data } = tree.frames;
  const rowOf = new Int32Array(count).fill(-1);
  const lists: number[] = [];
  const from = [0];
  for (let list = 0; list < count; list++) {
    const at = list * InFrame.WIDTH;
    if (entries[list] < 2 || data[at + InFrame.END] < 0) continue;
    if (isList(tree, list) && entries[list] !== data[at + InFrame.INDEX]) continue;
    rowOf[list] = lists.length;
    lists.push(list);
    from.push(from[from.length - 1] + entries[list]);
  }
  return { rows: emptyRows(lists, from), rowOf };
}

function emptyRows(lists: readonly number[], from: readonly number[]): Rows {
  const { length } = lists;
  return {
    count: length,
    list: Int32Array.from(lists),
    from: Int32Array.from(from),
    name: new Int32Array(from[length]),
    value: new Int32Array(from[length]),
    map: new Uint8Array(length),
  };
}

function fill({ frames, scalars }: Tree, rows: Rows, rowOf: Int32Array, { name, value }: Pairs) {
  const filled = rows.from.slice();
  for (let record = 0; record < frames.count; record++) {
    const row = name[record] < 0 ? -1 : rowOf[frames.data[record * InFrame.WIDTH + InFrame.PARENT]];
    if (row < 0) continue;
    rows.name[filled[row]] = name[record];
    rows.value[filled[row]++] = value[record];
  }
  for (let id = 0; id < scalars.count; id++) {
    const at = id * InScalar.WIDTH;
    const row = rowOf[scalars.data[at + InScalar.RECORD]];
    if (row < 0 || scalars.data[at + InScalar.NUMBER] === 0) continue;
    rows.map[row] = 1;
    rows.name[filled[row]] = rows.value[filled[row]++] = id;
  }
}

/** Whether a pattern takes the text of a number, looked at once for each. */
function memo(texts: readonly string[], pattern: RegExp): (id: number) => boolean {
  const known: boolean[] = [];
  return (id) => (known[id] ??= pattern.test(texts[id]));
}

/** Whether a key is that of lists of records that map tokens to log-probabilities; `start` is -1 for no key. */
export function isTopLogprobsKey(text: string, start: number, end: number): boolean {
  return start >= 0 && end - start === TOP_LOGPROBS.length && text.startsWith(TOP_LOGPROBS, start);
}

/** A record that stands in a list under that key. */
function isTopLogprobs(tree: Tree, record: number): boolean {
  const { data } = tree.frames;
  const list = data[record * InFrame.WIDTH + InFrame.PARENT];
  if (!isList(tree, list)) return false;
  const at = list * InFrame.WIDTH;
  return isTopLogprobsKey(tree.text, data[at + InFrame.KEY_START], data[at + InFrame.KEY_END]);
}

export function isList({ codes, frames }: Tree, id: number): boolean {
  return id >= 0 && codes[frames.data[id * InFrame.WIDTH + InFrame.START]] === OPEN_SQUARE;
}
