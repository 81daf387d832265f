import { unquoted } from '../literals/unquoted';

/** Characters of a text that are searched for what it says beside its arrays. */
const REACH = 1_000_000;
/** Characters of a list of names, and of a name. */
const LONGEST_LIST = 40_000;
const LONGEST_NAME = 80;
const MOST_LISTS = 200;

/** `classes = [`, `"id2label": {`, `ClassLabel(names=[`, `animals: list[str] = (`: something that is opened under a name. */
const OPENED =
  /(?<!\w)([A-Za-z_]\w{0,60})["']?\s{0,20}(?::\s{0,5}[\w.[\], ]{0,40}=|:|=)\s{0,20}(?:[\w.]{1,30}\(\s{0,20})?([[{(])/g;
const CLASSES =
  /(?:^|_)(?:id_?(?:2|to)_?labels?|class(?:es)?_?(?:names?|labels?|list)?|label_?(?:names?|list|map)?|labels|category_?names|categories|target_names|candidate_labels|idx_?(?:2|to)_?(?:label|class|classes|name))_?$/i;
/** From names to ids. */
const IDS = /(?:^|_)(?:label_?(?:2|to)_?(?:id|idx|index)|class(?:es)?_?(?:2|to)_?(?:id|idx|index))$/i;
const NAMES_BESIDE =
  /["'](?:labels|classes|class_?names|label_?names|names|candidate_labels)["']\s{0,20}:\s{0,20}\[/g;
/** The same as a field of an object: `labels=['cat', 'dog']`. */
const NAMES_FIELD = /(?<!\w)(?:labels|classes|class_?names|label_?names|names|candidate_labels)=[[(]/g;

/** Whether a name is one of a list of classes: `class_names`, `categories`. */
export function isClassListName(name: string): boolean {
  return CLASSES.test(name);
}

/** Names in a row that may be those of classes. */
export interface NameList {
  names: string[];
  /** The name of the list says that they are classes. */
  sure: boolean;
}

/** The list of strings under a key of a record or object, the names of what stands beside it: `"labels": ["cat", "dog"]`. */
export function namesBeside(record: string): string[] | undefined {
  for (const match of record.matchAll(record.startsWith('(') ? NAMES_FIELD : NAMES_BESIDE)) {
    const open = match.index + match[0].length - 1;
    const close = record.indexOf(record[open] === '[' ? ']' : ')', open);
    if (close < 0 || close - open > LONGEST_LIST) continue;
    const names = stringsIn(record.slice(open, close)).map(({ text }) => text);
    if (names.length > 0) return names;
  }
  return undefined;
}

/** Lists of names that the text holds, in its order: `classes: ['cat', 'dog']`, `id2label = {0: "NEGATIVE", 1: "POSITIVE"}`. */
export function nameLists(text: string): NameList[] {
  const searched = text.slice(0, REACH);
  const lists: NameList[] = [];
  let read = -1;
  for (const match of searched.matchAll(OPENED)) {
    const open = match.index + match[0].length - 1;
    if (open < read) continue;
    const close = closeOf(searched, open);
    if (close === undefined) continue;
    const [, name, bracket] = match;
    const ofClassLabel = name === 'names' && /ClassLabel\([^()]{0,80}$/.test(searched.slice(Math.max(0, match.index - 100), match.index)); // prettier-ignore
    const body = searched.slice(open + 1, close);
    const names = bracket === '{' ? namesOfMap(body, name) : namesOfList(body);
    if (names === undefined) continue;
    lists.push({ names, sure: ofClassLabel || CLASSES.test(name) || IDS.test(name) });
    read = close;
    if (lists.length === MOST_LISTS) break;
  }
  return lists;
}

/** A list of strings that stands under a name, each as often as it comes. */
export interface TextList {
  name: string;
  texts: readonly string[];
  range: readonly [start: number, end: number];
}

/** Lists of nothing but strings under names that a test lets pass: `y_true: ['cat' 'dog' 'cat']`. */
export function textLists(text: string, test: (name: string) => boolean): TextList[] {
  const searched = text.slice(0, REACH);
  const lists: TextList[] = [];
  for (const match of searched.matchAll(OPENED)) {
    const open = match.index + match[0].length - 1;
    const [, name, bracket] = match;
    const list = bracket === '{' || !test(name) ? undefined : textsAt(searched, open);
    if (list) lists.push({ name, ...list });
    if (lists.length === MOST_LISTS) break;
  }
  return lists;
}

/** The strings of a list that opens at a place, if it holds nothing else. */
function textsAt(text: string, open: number): Omit<TextList, 'name'> | undefined {
  const close = closeOf(text, open);
  if (close === undefined) return undefined;
  const body = text.slice(open + 1, close);
  const strings = stringsIn(body);
  const between = strings.map(({ start }, at) => body.slice(at === 0 ? 0 : strings[at - 1].end, start));
  if (strings.length === 0 || between.some((gap) => !/^[\s,]*$/.test(gap))) return undefined;
  return { texts: strings.map((one) => one.text), range: [open, close + 1] };
}

/** The first list of strings in a stretch of a text: `array(['cat', 'dog'], dtype=object)`. */
export function listIn(text: string, start: number, end: number): Omit<TextList, 'name'> | undefined {
  const open = text.slice(start, Math.min(end, start + LONGEST_LIST)).search(/[[(]\s{0,20}["']/);
  return open < 0 ? undefined : textsAt(text, start + open);
}

/** The first list or map of names in an output that shows one: `array(['cat', 'dog'], dtype='<U3')`, `{0: 'cat', 1: 'dog'}`. */
export function firstList(text: string): string[] | undefined {
  const open = text.slice(0, LONGEST_LIST).search(/[[({]\s{0,20}["'\d]/);
  const close = open < 0 ? undefined : closeOf(text, open);
  if (close === undefined) return undefined;
  const body = text.slice(open + 1, close);
  return text[open] === '{' ? namesOfMap(body, '') : namesOfList(body);
}

/** A file's names, one a line: the usual `classes.txt`. */
export function namesOfLines(text: string): string[] | undefined {
  const lines = text.slice(0, LONGEST_LIST).split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== ''); // prettier-ignore
  return lines.length > 1 && lines.every((line) => line.length <= LONGEST_NAME) ? distinct(lines) : undefined;
}

/** Where the bracket at a place closes, if nothing but strings, numbers and signs between them stand in it. */
function closeOf(text: string, open: number): number | undefined {
  const last = Math.min(text.length, open + LONGEST_LIST);
  for (let at = open + 1; at < last; at++) {
    const character = text[at];
    if (character === ']' || character === '}' || character === ')') return at;
    if (character === '[' || character === '{' || character === '(') return undefined;
    if (character === '"' || character === "'") {
      const end = quoteEnd(text, at);
      if (end === undefined) return undefined;
      at = end;
    } else if (character === '#') at = lineEnd(text, at);
    else if (!/[\s\d,:\\]/.test(character)) return undefined;
  }
  return undefined;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

interface Quoted {
  text: string;
  /** Where it begins and ends, its quotes included. */
  start: number;
  end: number;
}

function stringsIn(list: string): Quoted[] {
  const strings: Quoted[] = [];
  for (let at = 0; at < list.length; at++) {
    if (list[at] === '#') at = lineEnd(list, at);
    const end = quoteEnd(list, at);
    if (end === undefined) continue;
    strings.push({ text: unquoted(list.slice(at, end + 1)), start: at, end: end + 1 });
    at = end;
  }
  return strings;
}

/** Two names or more, each once, with commas between them or none at all, as NumPy prints them. */
function namesOfList(body: string): string[] | undefined {
  const strings = stringsIn(body);
  if (strings.length < 2) return undefined;
  const gaps = strings.map(({ start }, at) =>
    body.slice(at === 0 ? 0 : strings[at - 1].end, start).replace(/#[^\n]*/g, '').trim(),
  ); // prettier-ignore
  const [before, sign, ...more] = gaps;
  const isList = before === '' && (sign === ',' || sign === '') && more.every((gap) => gap === sign);
  return isList ? distinct(strings.map(({ text }) => text)) : undefined;
}

/** `{0: 'cat', 1: 'dog'}` and `{'0': 'cat', '1': 'dog'}` by their numbers, `{'cat': 0, 'dog': 1}` as well. */
function namesOfMap(body: string, name: string): string[] | undefined {
  const entries = entriesOf(body);
  if (entries.length < 2) return undefined;
  const turned = entries.map(([key, value]) => (isId(key) && !isId(value) ? [key, value] : [value, key]));
  if (!CLASSES.test(name) && !IDS.test(name) && !turned.every(([id]) => isId(id))) return undefined;
  const names: string[] = [];
  for (const [id, text] of turned) {
    const at = Number(id);
    if (!isId(id) || isId(text) || at >= entries.length || names[at] !== undefined) return undefined;
    names[at] = text;
  }
  return distinct(names);
}

function isId(text: string): boolean {
  return /^\d{1,5}$/.test(text);
}

function entriesOf(body: string): [key: string, value: string][] {
  const parts: string[] = [];
  for (let at = 0; at < body.length; at++) {
    const end = quoteEnd(body, at);
    if (end !== undefined) {
      parts.push(body.slice(at + 1, end));
      at = end;
    } else if (/\d/.test(body[at])) {
      let stop = at;
      while (/\d/.test(body[stop] ?? '')) stop++;
      parts.push(body.slice(at, stop));
      at = stop - 1;
    }
  }
  return parts.length % 2 === 0
    ? Array.from({ length: parts.length / 2 }, (_, i) => [parts[2 * i], parts[2 * i + 1]])
    : [];
}

function distinct(names: string[]): string[] | undefined {
  return new Set(names).size === names.length ? names : undefined;
}

/** Where the string that begins at a place ends, if one does, on the same line and not too far away. */
function quoteEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return undefined;
  let at = start + 1;
  for (let length = 0; length <= LONGEST_NAME && at < text.length && text[at] !== '\n'; length++) {
    if (text[at] === quote) return at;
    at += text[at] === '\\' ? 2 : 1;
  }
  return undefined;
}
