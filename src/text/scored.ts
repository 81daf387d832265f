import type { Scored } from '../arrays/scoredList';
import type { EntryNames } from '../arrays/types';
import { rowSumTolerance } from '../arrays/tolerance';
import { InFrame, InScalar, type Tree } from './literals/tree';
import { pathOf } from './paths';
import { Names, namesOf } from './scoredNames';
import { isList, rowsOf, TOP_LOGPROBS, type Rows } from './scoredRows';

/** Keys of records that are one another's alternatives at one place of a text: the largest of a vocabulary. */
const OF_VOCABULARY = /^(?:token_str|token)$/;
/** Under any other key, log-probabilities of tokens are those of a sequence, one token after another. */
const ALTERNATIVES = /^top_?logprobs$/i;
/** Characters of a record that tell how its first key is quoted. */
const LONGEST_OPENING = 1000;

/**
 * Lists of records with a name and a score; lists side by side become the rows of one matrix. Those that `wanted` lets pass, and
 * `most` at most. `inside` has a 1 for the brackets of their records and everything in them; it is empty where there are none.
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
  const [first] = members;
  const list = rows.list[first];
  const said = keysOf(tree, rows, first);
  const classes = rows.from[first + 1] - rows.from[first];
  const logarithms = said.value !== 'score' && said.value !== 'probability';
  if (said.value === 'logprob' && !ALTERNATIVES.test(keyOf(tree, list))) return undefined;
  const scores = scoresOf(tree, rows, members, logarithms);
  if (scores === undefined) return undefined;
  const names = namesOf(tree, rows, members, classes, known);
  // One name twice: what was found at several places, not one distribution.
  if (names === undefined) return undefined;

  const { data, decimals } = scores;
  const { whole, below, sorted } = sumsOf(data, classes, decimals);
  const ofVocabulary = logarithms || OF_VOCABULARY.test(said.name);
  const nested = isList(tree, tree.frames.data[list * InFrame.WIDTH + InFrame.PARENT]);
  // In a flat list each record may as well as be the best of an input of its own, as pipelines print it by default.
  if (scores.raw && (!nested || said.name !== 'label')) return undefined;
  if (!ofVocabulary && !nested && !whole && !(below && sorted && classes > 2)) return undefined;

  const aligned = !ofVocabulary && align(data, names.entries, classes);
  const one = members.length === 1;
  const together = listOfAll(tree, rows, members) >= 0;
  return {
    ...rangeOf(tree, rows, members),
    name: nameOf(tree, list, nested, one),
    json: isJson(tree, rows, first),
    shape: one && !together ? [classes] : [members.length, classes],
    data,
    decimals,
    ...(aligned || one ? { classNames: firstNames(names, classes) } : { entryNames: names }),
    keys: said,
    partial: ofVocabulary || (!scores.raw && !whole && below),
    ...(scores.raw && { raw: true }),
  };
}

function firstNames({ texts, entries }: EntryNames, classes: number): string[] {
  return Array.from(entries.subarray(0, classes), (id) => texts[id]);
}

/** The keys of a row's names and scores, as written. */
function keysOf({ scalars, keys }: Tree, rows: Rows, row: number): Scored['keys'] {
  if (rows.map[row] === 1) return { name: 'token', value: TOP_LOGPROBS };
  const entry = rows.from[row];
  const keyText = (scalar: number) => keys.texts[scalars.data[scalar * InScalar.WIDTH + InScalar.KEY]];
  return { name: keyText(rows.name[entry]), value: keyText(rows.value[entry]) };
}

/**
 * The scores row by row, and the digits after their points, if none has an exponent. Raw: some are beyond what
 * probabilities can be. Undefined where one is no logarithm of a probability.
 */
function scoresOf(
  { text, scalars, scalarValues }: Tree,
  rows: Rows,
  members: readonly number[],
  logarithms: boolean,
): { data: Float64Array; decimals: number | undefined; raw: boolean } | undefined {
  const classes = rows.from[members[0] + 1] - rows.from[members[0]];
  const data = new Float64Array(members.length * classes);
  let decimals: number | undefined = 0;
  let raw = false;
  let i = 0;
  for (const row of members)
    for (let entry = rows.from[row]; entry < rows.from[row + 1]; entry++) {
      const scalar = rows.value[entry];
      const value = scalarValues[scalar];
      if (logarithms ? !(value <= 1e-6) : !Number.isFinite(value)) return undefined;
      raw ||= !logarithms && !(value >= 0 && value <= 1);
      data[i++] = value;
      if (decimals === undefined) continue;
      const at = scalar * InScalar.WIDTH;
      const places = decimalsOf(text, scalars.data[at + InScalar.START], scalars.data[at + InScalar.END]);
      decimals = places === undefined ? undefined : Math.max(decimals, places);
    }
  return { data, decimals, raw };
}

/** Whether all rows sum to 1, to 1 at most, and whether the first one falls. */
function sumsOf(data: Float64Array, classes: number, decimals: number | undefined) {
  const tolerance = rowSumTolerance(classes, decimals);
  let whole = true;
  let below = true;
  for (let from = 0; from < data.length; from += classes) {
    let sum = 0;
    for (let i = from; i < from + classes; i++) sum += data[i];
    whole &&= Math.abs(sum - 1) <= tolerance;
    below &&= sum <= 1 + tolerance;
  }
  const sorted = data.subarray(0, classes).every((x, i) => i === 0 || x <= data[i - 1]);
  return { whole, below, sorted };
}

function nameOf(tree: Tree, list: number, nested: boolean, one: boolean): string | undefined {
  const { text } = tree;
  const { start, parent: above, parentKey, parentIndex } = tree.frame(list)!;
  const place =
    nested || text[start] === '{'
      ? { parent: above?.parent, key: above?.parentKey, index: above?.parentIndex ?? 0 }
      : { parent: above, key: parentKey, index: parentIndex };
  const key = parentKey ?? above?.parentKey;
  return pathOf(text, place, !one) ?? (key && text.slice(...key));
}

/** Whether the strings of a row's first record are JSON's. */
function isJson({ text, frames, scalars }: Tree, rows: Rows, row: number): boolean {
  const record = rows.map[row]
    ? rows.list[row]
    : scalars.data[rows.value[rows.from[row]] * InScalar.WIDTH + InScalar.RECORD];
  const start = frames.data[record * InFrame.WIDTH + InFrame.START];
  return !/^(?:\(|\{\s*')/.test(text.slice(start, start + LONGEST_OPENING));
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
