import type { Frame, Scalar } from './literals';
import { pathOf } from './names';
import { rowSumTolerance } from './readings/rowSums';

/** Names beside their scores, in records of a list: what classification pipelines and chat services print. */
export interface Scored {
  start: number;
  end: number;
  /** JSON path, or the list's key. */
  name?: string;
  json: boolean;
  shape: readonly [rows: number, classes: number] | readonly [classes: number];
  data: Float64Array;
  decimals?: number;
  /** One name per class; where each row has names of its own, one list per row. */
  classNames?: readonly string[];
  entryNames?: readonly (readonly string[])[];
  /** The keys: `label` and `score`, `token` and `logprob`, as written. */
  keys: { name: string; value: string };
  /** Only the largest of a longer list. */
  partial: boolean;
  /** The records the numbers stand in. */
  records: readonly Frame[];
}

/** One list of names and scores. */
interface Row {
  list: Frame;
  names: string[];
  values: number[];
  decimals: number | undefined;
  keys: { name: string; value: string };
  records: Frame[];
}

const VALUE = /^(?:score|probability|logprob)$/;
const NAME = /^(?:label|class|category|token_str|token|name)$/;
/** Keys of records that are one another's alternatives at one place of a text: the largest of a vocabulary. */
const OF_VOCABULARY = /^(?:token_str|token)$/;
/** Under any other key, log-probabilities of tokens are those of a sequence, one token after another. */
const ALTERNATIVES = /^top_?logprobs$/i;
export const TOP_LOGPROBS = 'top_logprobs';

/** Every list of such records; lists side by side become the rows of one matrix. */
export function scoredLists(text: string, scalars: readonly Scalar[]): Scored[] {
  const groups = new Map<Frame, Map<string, Row[]>>();
  for (const row of rowsOf(text, scalars)) {
    const { owner, place } = ownerOf(text, row.list);
    const places = groups.get(owner) ?? new Map<string, Row[]>();
    groups.set(owner, places);
    const key = `${place} ${row.keys.value} ${row.values.length}`;
    const rows = places.get(key);
    if (rows === undefined) places.set(key, [row]);
    else rows.push(row);
  }
  const scored: Scored[] = [];
  for (const places of groups.values())
    for (const rows of places.values()) {
      const one = gather(text, rows);
      if (one !== undefined) scored.push(one);
    }
  return scored;
}

/** Lists whose every item is a record with a name and a score, and records that map tokens to log-probabilities. */
function rowsOf(text: string, scalars: readonly Scalar[]): Row[] {
  const pairs = new Map<Frame, { name?: Scalar; value: Scalar }>();
  const maps = new Map<Frame, Scalar[]>();
  for (const scalar of scalars) {
    const key = text.slice(...scalar.key);
    if (scalar.value !== undefined && isTopLogprobs(text, scalar.record)) {
      const entries = maps.get(scalar.record);
      if (entries === undefined) maps.set(scalar.record, [scalar]);
      else entries.push(scalar);
    }
    if (scalar.value !== undefined && VALUE.test(key) && !pairs.has(scalar.record))
      pairs.set(scalar.record, { value: scalar });
  }
  for (const scalar of scalars) {
    const pair = scalar.value === undefined ? pairs.get(scalar.record) : undefined;
    if (pair === undefined) continue;
    const key = text.slice(...scalar.key);
    // The text of a token tells more than its id or label.
    if (NAME.test(key) && (pair.name === undefined || key === 'token_str')) pair.name = scalar;
  }
  const lists = new Map<Frame, Row>();
  for (const [record, { name, value }] of pairs) {
    const list = record.parent;
    if (name === undefined || list === undefined || text[list.start] !== '[') continue;
    maps.delete(record);
    const row = lists.get(list) ?? {
      list,
      names: [],
      values: [],
      decimals: 0,
      keys: { name: text.slice(...name.key), value: text.slice(...value.key) },
      records: [],
    };
    lists.set(list, row);
    add(row, unquoted(text.slice(name.start, name.end)), text.slice(value.start, value.end), value.value!);
    row.records.push(record);
  }
  const rows = [...lists.values()].filter(
    ({ list, records }) => list.index === records.length && list.end > 0,
  );
  for (const [record, entries] of maps) {
    const row: Row = {
      list: record,
      names: [],
      values: [],
      decimals: 0,
      keys: { name: 'token', value: TOP_LOGPROBS },
      records: [record],
    };
    for (const { key, start, end, value } of entries)
      add(row, unquoted(text.slice(key[0] - 1, key[1] + 1)), text.slice(start, end), value!);
    if (record.end > 0) rows.push(row);
  }
  return rows.filter(({ values }) => values.length > 1).sort((a, b) => a.list.start - b.list.start);
}

function add(row: Row, name: string, token: string, value: number) {
  row.names.push(name);
  row.values.push(value);
  const decimals = /[eE]/.test(token) ? undefined : (/\.(\d+)/.exec(token)?.[1].length ?? 0);
  row.decimals =
    decimals === undefined || row.decimals === undefined ? undefined : Math.max(row.decimals, decimals);
}

/** A record that stands in a list under the key "top_logprobs". */
export function isTopLogprobs(text: string, { parent }: Frame): boolean {
  const key = parent?.parentKey;
  return (
    key !== undefined &&
    key[1] - key[0] === TOP_LOGPROBS.length &&
    text.startsWith(TOP_LOGPROBS, key[0]) &&
    text[parent!.start] === '['
  );
}

/** What lists side by side have in common: the list of them, or the list of the records they stand in. */
function ownerOf(text: string, list: Frame): { owner: Frame; place: string } {
  const { parent, parentKey } = list;
  if (parent !== undefined && text[parent.start] === '[') return { owner: parent, place: '' };
  const outer = parent?.parent;
  if (outer !== undefined && parentKey !== undefined && text[outer.start] === '[')
    return { owner: outer, place: text.slice(...parentKey) };
  return { owner: list, place: '' };
}

function gather(text: string, rows: readonly Row[]): Scored | undefined {
  const [first] = rows;
  const { keys, list } = first;
  const classes = first.values.length;
  const logarithms = keys.value !== 'score' && keys.value !== 'probability';
  if (rows.some(({ values }) => values.some((x) => !(logarithms ? x <= 1e-6 : x >= 0 && x <= 1))))
    return undefined;
  // One name twice: what was found at several places, not one distribution.
  if (rows.some(({ names }) => new Set(names).size < classes)) return undefined;
  if (keys.value === 'logprob' && !ALTERNATIVES.test(keyOf(text, list))) return undefined;
  const ofVocabulary = logarithms || OF_VOCABULARY.test(keys.name);
  const nested = list.parent !== undefined && text[list.parent.start] === '[';
  const sums = rows.map(({ values }) => values.reduce((sum, x) => sum + x, 0));
  const decimals = rows.reduce<number | undefined>(
    (most, row) =>
      most === undefined || row.decimals === undefined ? undefined : Math.max(most, row.decimals),
    0,
  );
  const tolerance = rowSumTolerance(classes, decimals);
  const whole = sums.every((sum) => Math.abs(sum - 1) <= tolerance);
  const below = sums.every((sum) => sum <= 1 + tolerance);
  const sorted = first.values.every((x, i) => i === 0 || x <= first.values[i - 1]);
  // In a flat list each record may as well be the best of an input of its own, as pipelines print it by default.
  if (!ofVocabulary && !nested && !whole && !(below && sorted && classes > 2)) return undefined;

  const place = new Map(first.names.map((name, i) => [name, i]));
  const aligned = !ofVocabulary && rows.every(({ names }) => names.every((name) => place.has(name)));
  const data = new Float64Array(rows.length * classes);
  rows.forEach(({ names, values }, row) =>
    values.forEach((value, i) => (data[row * classes + (aligned ? place.get(names[i])! : i)] = value)),
  );
  const together = nested && list.parent!.index === rows.length && list.parent!.end > 0;
  const last = rows[rows.length - 1].list;
  const one = rows.length === 1;
  const key = list.parentKey ?? list.parent?.parentKey;
  const path = pathOf(
    text,
    nested || text[list.start] === '{'
      ? { parent: list.parent?.parent, key: list.parent?.parentKey, index: list.parent?.parentIndex ?? 0 }
      : { parent: list.parent, key: list.parentKey, index: list.parentIndex },
    !one,
  );
  const name = path ?? (key && text.slice(...key));
  return {
    start: together ? list.parent!.start : list.start,
    end: together ? list.parent!.end : last.end,
    ...(name === undefined ? {} : { name }),
    json:
      text[first.records[0].start + 1] !== "'" &&
      !/^\{\s*'/.test(text.slice(first.records[0].start, list.end)),
    shape: one && !together ? [classes] : [rows.length, classes],
    data,
    ...(decimals === undefined ? {} : { decimals }),
    ...(aligned || one ? { classNames: first.names } : { entryNames: rows.map(({ names }) => names) }),
    keys,
    partial: ofVocabulary || (!whole && below),
    records: rows.flatMap(({ records }) => records),
  };
}

function keyOf(text: string, { parent, parentKey }: Frame): string {
  return parentKey === undefined || parent === undefined ? '' : text.slice(...parentKey);
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
