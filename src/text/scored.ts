import { pathOf } from './paths';
import { rowSumTolerance } from '../arrays/tolerance';
import { TextIds } from './literals/textIds';
import { InFrame, InScalar, type Tree } from './literals/tree';
import type { Scored } from '../arrays/scoredList';
import type { EntryNames } from '../arrays/types';

const VALUE = /^(?:score|probability|logprob)$/;
const NAME = /^(?:label|class|category|token_str|token|name)$/;
/** Keys of records that are one another's alternatives at one place of a text: the largest of a vocabulary. */
const OF_VOCABULARY = /^(?:token_str|token)$/;
/** Under any other key, log-probabilities of tokens are those of a sequence, one token after another. */
const ALTERNATIVES = /^top_?logprobs$/i;
const TOP_LOGPROBS = 'top_logprobs';
const OPEN_SQUARE = 91;

/**
 * Lists of such records; lists side by side become the rows of one matrix. Those that `wanted` lets pass, and `most` at
 * most. `inside` has a 1 for the brackets of their records and everything in them; it is empty where there are none.
 */
export function scoredLists(
  tree: Tree,
  wanted: (range: { start: number; end: number }) => boolean,
  most: number,
): { scored: Scored[]; inside: Uint8Array } {
  const { frames } = tree;
  const rows = rowsOf(tree);
  const scored: Scored[] = [];
  if (rows.count === 0) return { scored, inside: new Uint8Array() };
  const inside = new Uint8Array(frames.count);
  const names = new Names(tree);
  for (const members of groupsOf(tree, rows)) {
    if (!wanted(rangeOf(tree, rows, members))) continue;
    if (scored.length < most) {
      const one = gather(tree, rows, members, names);
      if (one === undefined) continue;
      scored.push(one);
    }
    markRecords(tree, rows, members, inside);
  }
  // A bracket's number is above its parent's.
  for (let id = 0; id < frames.count; id++) {
    const parent = frames.data[id * InFrame.WIDTH + InFrame.PARENT];
    if (parent >= 0 && inside[parent] === 1) inside[id] = 1;
  }
  return { scored, inside };
}

/** Lists of names and scores, one after another. */
interface Rows {
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
function rowsOf(tree: Tree): Rows {
  const { frames, scalars, keys } = tree;
  const is = { value: memo(keys.texts, VALUE), name: memo(keys.texts, NAME) };
  const scalar = (id: number, cell: InScalar) => scalars.data[id * InScalar.WIDTH + cell];
  const frame = (id: number, cell: InFrame) => frames.data[id * InFrame.WIDTH + cell];
  let any = false;
  for (let id = 0; id < scalars.count && !any; id++)
    any =
      scalar(id, InScalar.NUMBER) === 1 &&
      (is.value(scalar(id, InScalar.KEY)) || isTopLogprobs(tree, scalar(id, InScalar.RECORD)));
  const none = new Int32Array();
  if (!any) return { count: 0, list: none, from: none, name: none, value: none, map: new Uint8Array() };

  const valueOf = new Int32Array(frames.count).fill(-1);
  const nameOf = new Int32Array(frames.count).fill(-1);
  /** By bracket: entries of the map it is, or records with a name and a score in the list it is. */
  const entries = new Int32Array(frames.count);
  for (let id = 0; id < scalars.count; id++) {
    if (scalar(id, InScalar.NUMBER) === 0) continue;
    const record = scalar(id, InScalar.RECORD);
    if (isTopLogprobs(tree, record)) entries[record]++;
    if (valueOf[record] < 0 && is.value(scalar(id, InScalar.KEY))) valueOf[record] = id;
  }
  for (let id = 0; id < scalars.count; id++) {
    if (scalar(id, InScalar.NUMBER) === 1) continue;
    const record = scalar(id, InScalar.RECORD);
    const key = scalar(id, InScalar.KEY);
    // The text of a token tells more than its id or label.
    if (valueOf[record] >= 0 && is.name(key) && (nameOf[record] < 0 || keys.texts[key] === 'token_str'))
      nameOf[record] = id;
  }
  const isPair = (record: number) => nameOf[record] >= 0 && isList(tree, frame(record, InFrame.PARENT));
  for (let record = 0; record < frames.count; record++)
    if (isPair(record)) {
      entries[record] = 0;
      entries[frame(record, InFrame.PARENT)]++;
    }

  /** By bracket: its row, -1 for none. A record stands in a row of its list or is one itself. */
  const rowOf = new Int32Array(frames.count).fill(-1);
  const lists: number[] = [];
  const from = [0];
  for (let list = 0; list < frames.count; list++) {
    const count = entries[list];
    if (count < 2) continue;
    const map = !isList(tree, list);
    if (frame(list, InFrame.END) < 0 || !(map || count === frame(list, InFrame.INDEX))) continue;
    rowOf[list] = lists.length;
    lists.push(list);
    from.push(from[from.length - 1] + count);
  }
  const rows: Rows = {
    count: lists.length,
    list: Int32Array.from(lists),
    from: Int32Array.from(from),
    name: new Int32Array(from[lists.length]),
    value: new Int32Array(from[lists.length]),
    map: new Uint8Array(lists.length),
  };
  const filled = rows.from.slice();
  for (let record = 0; record < frames.count; record++) {
    const row = isPair(record) ? rowOf[frame(record, InFrame.PARENT)] : -1;
    if (row < 0) continue;
    rows.name[filled[row]] = nameOf[record];
    rows.value[filled[row]++] = valueOf[record];
  }
  for (let id = 0; id < scalars.count; id++) {
    const record = scalar(id, InScalar.RECORD);
    const row = rowOf[record];
    if (row < 0 || scalar(id, InScalar.NUMBER) === 0) continue;
    rows.map[row] = 1;
    rows.name[filled[row]] = rows.value[filled[row]++] = id;
  }
  return rows;
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

/** Rows of one owner, under one key, with equal scores' keys and lengths. */
interface Group {
  owner: number;
  place: number;
  value: number;
  size: number;
  rows: number[];
}

/**
 * Rows that belong together, groups of one owner one after another. What lists side by side have in common is the list of
 * them, or the list of the records they stand in.
 */
function groupsOf(tree: Tree, rows: Rows): number[][] {
  const { frames, keys, scalars } = tree;
  const { data } = frames;
  const known = new Map<string, Group>();
  const rank = new Map<number, number>();
  let latest: Group | undefined;
  for (let row = 0; row < rows.count; row++) {
    const list = rows.list[row];
    const at = list * InFrame.WIDTH;
    const parent = data[at + InFrame.PARENT];
    const outer = parent < 0 ? -1 : data[parent * InFrame.WIDTH + InFrame.PARENT];
    const key = data[at + InFrame.KEY_START];
    let owner = list;
    let place = -1;
    if (isList(tree, parent)) owner = parent;
    else if (key >= 0 && isList(tree, outer)) {
      owner = outer;
      place = keys.of(key, data[at + InFrame.KEY_END]);
    }
    const size = rows.from[row + 1] - rows.from[row];
    const value = rows.map[row]
      ? -1
      : scalars.data[rows.value[rows.from[row]] * InScalar.WIDTH + InScalar.KEY];
    if (latest?.owner !== owner || latest.place !== place || latest.value !== value || latest.size !== size) {
      const name = `${owner} ${place} ${value} ${size}`;
      latest = known.get(name);
      if (latest === undefined) known.set(name, (latest = { owner, place, value, size, rows: [] }));
      if (!rank.has(owner)) rank.set(owner, rank.size);
    }
    latest.rows.push(row);
  }
  return Array.from(known.values())
    .sort((a, b) => rank.get(a.owner)! - rank.get(b.owner)!)
    .map((group) => group.rows);
}

function isList({ codes, frames }: Tree, id: number): boolean {
  return id >= 0 && codes[frames.data[id * InFrame.WIDTH + InFrame.START]] === OPEN_SQUARE;
}

/** The list of all the lists where there is one and nothing else stands in it. */
function listOfAll(tree: Tree, rows: Rows, members: readonly number[]): number {
  const { data } = tree.frames;
  const parent = data[rows.list[members[0]] * InFrame.WIDTH + InFrame.PARENT];
  if (!isList(tree, parent)) return -1;
  const at = parent * InFrame.WIDTH;
  return data[at + InFrame.INDEX] === members.length && data[at + InFrame.END] > 0 ? parent : -1;
}

function rangeOf(tree: Tree, rows: Rows, members: readonly number[]): { start: number; end: number } {
  const { data } = tree.frames;
  const all = listOfAll(tree, rows, members);
  const first = all >= 0 ? all : rows.list[members[0]];
  const last = all >= 0 ? all : rows.list[members[members.length - 1]];
  return {
    start: data[first * InFrame.WIDTH + InFrame.START],
    end: data[last * InFrame.WIDTH + InFrame.END],
  };
}

function gather(tree: Tree, rows: Rows, members: readonly number[], known: Names): Scored | undefined {
  const { text, frames, scalars, scalarValues, keys } = tree;
  const frame = (id: number, cell: InFrame) => frames.data[id * InFrame.WIDTH + cell];
  const [firstRow] = members;
  const list = rows.list[firstRow];
  const map = rows.map[firstRow] === 1;
  const firstEntry = rows.from[firstRow];
  const keyText = (entry: number) => keys.texts[scalars.data[entry * InScalar.WIDTH + InScalar.KEY]];
  const said = map
    ? { name: 'token', value: TOP_LOGPROBS }
    : { name: keyText(rows.name[firstEntry]), value: keyText(rows.value[firstEntry]) };
  const classes = rows.from[firstRow + 1] - firstEntry;
  const logarithms = said.value !== 'score' && said.value !== 'probability';
  if (said.value === 'logprob' && !ALTERNATIVES.test(keyOf(tree, list))) return undefined;

  const values = new Float64Array(members.length * classes);
  const sums = new Float64Array(members.length);
  let decimals: number | undefined = 0;
  for (let i = 0; i < members.length; i++) {
    const from = rows.from[members[i]];
    let sum = 0;
    for (let entry = 0; entry < classes; entry++) {
      const scalar = rows.value[from + entry];
      const value = scalarValues[scalar];
      if (!(logarithms ? value <= 1e-6 : value >= 0 && value <= 1)) return undefined;
      values[i * classes + entry] = value;
      sum += value;
      if (decimals === undefined) continue;
      const at = scalar * InScalar.WIDTH;
      const places = decimalsOf(text, scalars.data[at + InScalar.START], scalars.data[at + InScalar.END]);
      decimals = places === undefined ? undefined : Math.max(decimals, places);
    }
    sums[i] = sum;
  }
  const names = namesOf(tree, rows, members, classes, known);
  // One name twice: what was found at several places, not one distribution.
  if (names === undefined) return undefined;

  const ofVocabulary = logarithms || OF_VOCABULARY.test(said.name);
  const nested = isList(tree, frame(list, InFrame.PARENT));
  const tolerance = rowSumTolerance(classes, decimals);
  const whole = sums.every((sum) => Math.abs(sum - 1) <= tolerance);
  const below = sums.every((sum) => sum <= 1 + tolerance);
  const first = values.subarray(0, classes);
  const sorted = first.every((x, i) => i === 0 || x <= first[i - 1]);
  // In a flat list each record may as well as be the best of an input of its own, as pipelines print it by default.
  if (!ofVocabulary && !nested && !whole && !(below && sorted && classes > 2)) return undefined;

  const aligned = !ofVocabulary && align(values, names.entries, classes);
  const together = listOfAll(tree, rows, members) >= 0;
  const one = members.length === 1;
  const { start, parent: above, parentKey, parentIndex } = tree.frame(list)!;
  const key = parentKey ?? above?.parentKey;
  const path = pathOf(
    text,
    nested || text[start] === '{'
      ? { parent: above?.parent, key: above?.parentKey, index: above?.parentIndex ?? 0 }
      : { parent: above, key: parentKey, index: parentIndex },
    !one,
  );
  const name = path ?? (key && text.slice(...key));
  const record = map ? list : scalars.data[rows.value[firstEntry] * InScalar.WIDTH + InScalar.RECORD];
  const firstRecord = frame(record, InFrame.START);
  return {
    ...rangeOf(tree, rows, members),
    ...(name === undefined ? {} : { name }),
    json: text[firstRecord + 1] !== "'" && !/^\{\s*'/.test(text.slice(firstRecord, frame(list, InFrame.END))),
    shape: one && !together ? [classes] : [members.length, classes],
    data: values,
    ...(decimals === undefined ? {} : { decimals }),
    ...(aligned || one
      ? { classNames: Array.from(names.entries.subarray(0, classes), (id) => names.texts[id]) }
      : { entryNames: names }),
    keys: said,
    partial: ofVocabulary || (!whole && below),
  };
}

function keyOf({ text, frames }: Tree, id: number): string {
  const at = id * InFrame.WIDTH;
  const start = frames.data[at + InFrame.KEY_START];
  return start < 0 ? '' : text.slice(start, frames.data[at + InFrame.KEY_END]);
}

/** Digits after the point, as written; undefined for a number with an exponent. */
function decimalsOf(text: string, start: number, end: number): number | undefined {
  let decimals = 0;
  for (let at = start; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c === 69 || c === 101) return undefined;
    if (c !== 46 || decimals > 0) continue;
    while (at + 1 < end && isDigit(text.charCodeAt(at + 1))) {
      decimals++;
      at++;
    }
  }
  return decimals;
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

/** Names as read, numbered: "A" and 'A' are one. */
class Names {
  readonly texts: string[] = [];
  /** By a name's number: the array it was met in last, the row of it, and its number there. */
  readonly metIn: number[] = [];
  readonly metAt: number[] = [];
  readonly local: number[] = [];
  private readonly written: TextIds;
  private readonly known = new Map<string, number>();
  /** By the number of a name as written. */
  private readonly read: number[] = [];

  constructor({ text, codes }: Tree) {
    this.written = new TextIds(text, codes);
  }

  of(start: number, end: number): number {
    const written = this.written.of(start, end);
    const met = this.read[written];
    if (met !== undefined) return met;
    const said = unquoted(this.written.texts[written]);
    let name = this.known.get(said);
    if (name === undefined) {
      name = this.texts.length;
      this.texts.push(said);
      this.known.set(said, name);
      this.metIn.push(-1);
      this.metAt.push(-1);
      this.local.push(-1);
    }
    return (this.read[written] = name);
  }
}

/** The names of all entries, row by row, numbered as they appear; undefined where a row has one twice. */
function namesOf(
  { scalars }: Tree,
  rows: Rows,
  members: readonly number[],
  classes: number,
  known: Names,
): EntryNames | undefined {
  const texts: string[] = [];
  const entries = new Int32Array(members.length * classes);
  for (let i = 0; i < members.length; i++) {
    const from = rows.from[members[i]];
    // Of a map, the key with its quotes.
    const map = rows.map[members[i]] === 1;
    for (let entry = 0; entry < classes; entry++) {
      const at = rows.name[from + entry] * InScalar.WIDTH;
      const name = known.of(
        map ? scalars.data[at + InScalar.KEY_START] - 1 : scalars.data[at + InScalar.START],
        map ? scalars.data[at + InScalar.KEY_END] + 1 : scalars.data[at + InScalar.END],
      );
      if (known.metIn[name] !== members[0]) {
        known.metIn[name] = members[0];
        known.local[name] = texts.length;
        texts.push(known.texts[name]);
      } else if (known.metAt[name] === members[i]) return undefined;
      known.metAt[name] = members[i];
      entries[i * classes + entry] = known.local[name];
    }
  }
  return { texts, entries };
}

/** Brings every row into the order of the first one's names; false, and nothing moved, when a row has other names. */
function align(values: Float64Array, entries: Int32Array, classes: number): boolean {
  // Numbers are given in the order of their first appearance.
  for (const name of entries) if (name >= classes) return false;
  const row = new Float64Array(classes);
  for (let from = 0; from < entries.length; from += classes) {
    for (let i = 0; i < classes; i++) row[entries[from + i]] = values[from + i];
    values.set(row, from);
  }
  return true;
}

/** Marks the records the entries stand in; a map is its own. */
function markRecords({ scalars }: Tree, rows: Rows, members: readonly number[], marks: Uint8Array) {
  for (const row of members) {
    if (rows.map[row]) marks[rows.list[row]] = 1;
    else
      for (let entry = rows.from[row]; entry < rows.from[row + 1]; entry++)
        marks[scalars.data[rows.value[entry] * InScalar.WIDTH + InScalar.RECORD]] = 1;
  }
}

/** A string's content, as JSON or Python writes it. */
function unquoted(literal: string): string {
  const inside = literal.slice(1, -1);
  if (!inside.includes('\\')) return inside;
  try {
    return JSON.parse(`"${inside.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')}"`) as string;
  } catch {
    return inside;
  }
}
