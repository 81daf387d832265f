import { smallestOf } from '../../arrays/longLists';
import type { Field } from './field';
import { isTexts } from './values';

/** `id2label: {"0": "cat", …}`, `label2id: {"cat": 0, …}` or `classes: ["cat", …]` with one name for each class. */
export function classNamesIn(value: unknown, classes: number): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    if (isListOfNames(key, item) && item.length === classes) return item;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) continue;
    const names = namesById(key, item as Record<string, unknown>, classes);
    if (names) return names;
    if (key === 'config') {
      const nested = classNamesIn(item, classes);
      if (nested) return nested;
    }
  }
  return undefined;
}

function isListOfNames(key: string, item: unknown): item is string[] {
  return /^(classes|class_?names|label_?names|labels|categories)$/i.test(key) && isTexts(item);
}

/** A name for each class and for nothing else: one that is missing would be guessed at. */
function namesById(key: string, item: Record<string, unknown>, classes: number): string[] | undefined {
  if (!/^(id2label|label2id)$/i.test(key)) return undefined;
  const entries = Object.entries(item);
  if (entries.length !== classes) return undefined;
  const names = new Map<number, string>();
  for (const [left, right] of entries) {
    const [id, name] = /^id2label$/i.test(key) ? [left, right] : [right, left];
    if (typeof name === 'string') names.set(Number(id), name);
  }
  const ordered = Array.from({ length: classes }, (_, id) => names.get(id));
  return ordered.every((name) => name !== undefined) ? ordered : undefined;
}

const LETTERS = 'ABCDEFGHIJ';

/**
 * The choices of a question, where every label is one of as many letters as there are classes: in the order of what else the
 * file calls them. Undefined where that has other names, or another order in each record.
 *
 * @param columns what the columns of the scores are called
 * @param fields of records, one of which may list the choices by their letters
 */
export function letteredClasses(
  labels: Field | undefined,
  classes: number,
  { columns, fields = [] }: { columns?: readonly string[]; fields?: readonly Field[] },
): string[] | undefined {
  if (!labels || classes < 3 || classes > LETTERS.length) return undefined;
  const letters = LETTERS.slice(0, classes);
  const known = new Set(labels.values.filter((value) => value !== null));
  const areLetters = [...known].every(
    (one) => typeof one === 'string' && one.length === 1 && letters.includes(one),
  );
  if (known.size < 2 || !areLetters) return undefined;
  if (columns) return lettersOf(columns, letters);
  const listed = fields.flatMap(({ values }) => values.flatMap((value) => ordersIn(value, letters)));
  if (listed.length === 0) return isInAnotherOrder(fields, letters) ? undefined : [...letters];
  return listed.every((one) => one === listed[0]) ? [...listed[0]] : undefined;
}

/** The order in which a list marks its choices by their letters: `B`, `(B)`, `B. Oslo`. */
function ordersIn(value: unknown, letters: string): string[] {
  if (!isTexts(value) || value.length !== letters.length) return [];
  const order = value.map(letterOf);
  return isOrderOf(order, letters) ? [order.join('')] : [];
}

function letterOf(text: string): string {
  const at = text.startsWith('(') ? 1 : 0;
  return text.length === at || '.):'.includes(text[at + 1] ?? ')')
    ? text.slice(at, at + 1).toUpperCase()
    : '';
}

/** All letters, once each. */
function isOrderOf(order: readonly string[], letters: string): boolean {
  return order.every((one) => one.length === 1) && [...order].sort().join('') === letters;
}

/** Whether choices that are no list of texts stand in another order than that of their letters. */
function isInAnotherOrder(fields: readonly Field[], letters: string): boolean {
  return areKeysInAnotherOrder(fields, letters) || areItemsInAnotherOrder(fields, letters);
}

/** `{"B": "Oslo", "A": "Rome"}`: the order of an object says nothing, and may be another in each record. */
function areKeysInAnotherOrder(fields: readonly Field[], letters: string): boolean {
  const members = new Map<string, string[]>();
  for (const { path } of fields) {
    const parent = JSON.stringify(path.slice(0, -1));
    const keys = members.get(parent) ?? [];
    keys.push(letterOf(path.at(-1) ?? ''));
    members.set(parent, keys);
  }
  return [...members.values()].some((keys) => isOrderOf(keys, letters) && keys.join('') !== letters);
}

/** `[{"letter": "B"}, {"letter": "A"}, …]`, of which the first two are looked at. */
function areItemsInAnotherOrder(fields: readonly Field[], letters: string): boolean {
  const firsts = new Map<string, Field>();
  return fields.some((field) => {
    const { path } = field;
    const place = JSON.stringify([path.slice(0, -2), path.at(-1)]);
    if (path.at(-2) === '0') firsts.set(place, field);
    const first = path.at(-2) === '1' ? firsts.get(place) : undefined;
    return first?.values.some((one, i) => {
      const [a, b] = [one, field.values[i]].map((text) => (typeof text === 'string' ? letterOf(text) : ''));
      return a !== b && isLetter(a, letters) && isLetter(b, letters) && a + b !== letters.slice(0, 2);
    });
  });
}

const isLetter = (text: string, letters: string) => text !== '' && letters.includes(text);

/** The letter of each column, `choiceB_probs`; by their numbers, where they have those for names. */
function lettersOf(columns: readonly string[], letters: string): string[] | undefined {
  const before = sharedStart(columns);
  const behind = sharedStart(columns.map((name) => [...name.slice(before)].reverse().join('')));
  const own = columns.map((name) => name.slice(before, name.length - behind).toUpperCase());
  const numbers = own.map((name) => (name === '' ? NaN : Number(name)));
  const least = smallestOf(numbers);
  const order = Number.isNaN(least) ? own : numbers.map((number) => letters[number - least]);
  return isOrderOf(order, letters) ? order : undefined;
}

function sharedStart(names: readonly string[]): number {
  const [first = ''] = names;
  let shared = 0;
  while (shared < first.length && names.every((name) => name[shared] === first[shared])) shared++;
  return shared;
}
