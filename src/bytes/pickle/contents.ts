import * as l10n from '@vscode/l10n';
import { PickleError } from './errors';
import { MAX_ARRAYS, MAX_DEPTH, MAX_NAMES } from './limits';
import { numberShape, type Shapes } from './numberLists';
import { areTexts, columnStacksIn, stacksIn, textColumns, type Stack } from './records';
import { Dict, List, NumpyArray, Storage, Tensor, type Value } from './values';

/** A list of strings, which may name classes. */
export interface Texts {
  texts: readonly string[];
}

export type Held = Tensor | NumpyArray | Storage | { list: List; shape: readonly number[] } | Stack | Texts;

interface Found {
  name: string;
  held: Held;
}

/** A value and where it stands: its path, and how many containers it is within. */
interface Place {
  value: Value;
  path: string;
  depth: number;
}

/**
 * The arrays in an object, by their path in it: "fc.weight", "epochs[3].logits"; the rows of a list of records as one,
 * "results[].logits". An array that is all there is has
 * the name given. A container met again is passed by, so that one within itself ends.
 */
export function arraysIn(root: Value, name: string): Found[] {
  const found = new FoundArrays();
  const shapes: Shapes = new Map();
  const seen = new Set<Value>();
  const stacked = new Set<Value>();
  const open: Place[] = [{ value: root, path: '', depth: 0 }];
  for (let place = open.pop(); place; place = open.pop()) {
    const { value, path, depth } = place;
    if (stacked.has(value)) continue;
    const held = heldIn(value, shapes);
    if (held !== undefined) {
      if (held) found.add(path || name, held);
    } else if ((value instanceof List || value instanceof Dict) && !seen.has(value)) {
      seen.add(value);
      if (value instanceof List && areTexts(value.items)) {
        found.addTexts(path || name, value.items);
        continue;
      }
      if (depth === MAX_DEPTH)
        throw new PickleError(l10n.t('it is nested deeper than {0} levels', MAX_DEPTH));
      const parts =
        value instanceof List
          ? addRecords(found, value, path, shapes)
          : addColumns(found, value, path, shapes);
      for (const part of parts) stacked.add(part);
      openContainer(value, path, (value, path) => open.push({ value, path, depth: depth + 1 }));
    }
  }
  return found.all;
}

/** Adds what stands under the keys of a list of records; returns what is part of it. */
function addRecords(found: FoundArrays, list: List, path: string, shapes: Shapes): Value[] {
  const stacks = stacksIn(list, shapes);
  if (!stacks) return [];
  const nameOf = (key: string) =>
    key.startsWith('[') ? `${path}[]${key}` : path === '' ? key : `${path}[].${key}`;
  for (const stack of stacks) found.add(nameOf(stack.key), stack);
  for (const [key, texts] of textColumns(list)) found.addTexts(nameOf(key), texts);
  return stacks.flatMap(({ items }) => items);
}

/** The same of records that have keys, and of columns. */
function addColumns(found: FoundArrays, dict: Dict, path: string, shapes: Shapes): Value[] {
  const records = new List('list', dict.values);
  const own = addRecords(found, records, path, shapes);
  if (own.length > 0) {
    if (areTexts(dict.keys)) found.addTexts(path === '' ? KEY : `${path}[].${KEY}`, dict.keys);
    return own;
  }
  const { stacks, columns, names } = columnStacksIn(dict, shapes) ?? { stacks: [], columns: [] };
  const nameOf = (key: string) => (path === '' ? key : `${path}.${key}`);
  for (const stack of stacks) found.add(nameOf(stack.key), stack);
  if (names) found.addTexts(nameOf(KEY), names);
  return columns;
}

/** What the keys of rows stand in. */
const KEY = 'key';

/** Counts them and the characters of their names. */
class FoundArrays {
  readonly all: Found[] = [];
  private characters = 0;
  private texts = 0;
  private arrays = 0;

  /** Of those that are too many none is missed: they are no arrays. */
  addTexts(name: string, texts: readonly string[]): void {
    if (++this.texts <= MOST_TEXTS && name.length <= LONGEST_TEXT_NAME)
      this.all.push({ name, held: { texts } });
  }

  add(name: string, held: Held): void {
    this.all.push({ name, held });
    this.characters += name.length;
    if (++this.arrays > MAX_ARRAYS)
      throw new PickleError(l10n.t('it contains more than {0} arrays', MAX_ARRAYS));
    if (this.characters > MAX_NAMES)
      throw new PickleError(l10n.t('the names of its arrays exceed {0} characters', MAX_NAMES));
  }
}

/** Lists of strings that are kept. */
const MOST_TEXTS = 50;
const LONGEST_TEXT_NAME = 200;

/** The array that a value is by itself; null for numbers that are shown by no one. */
function heldIn(value: Value, shapes: Shapes): Held | null | undefined {
  if (value instanceof Tensor || value instanceof NumpyArray || value instanceof Storage) return value;
  const shape = value instanceof List ? numberShape(value, shapes) : undefined;
  if (!shape) return undefined;
  const list = value as List;
  // A tuple of numbers by itself is a size or a setting.
  return shape.length > 1 || list.kind === 'list' ? { list, shape } : null;
}

function openContainer(
  container: List | Dict,
  path: string,
  open: (value: Value, path: string) => void,
): void {
  const values = container instanceof List ? container.items : container.values;
  // From the last, so that the first is opened first.
  for (let i = values.length - 1; i >= 0; i--) {
    const value = values[i];
    if (typeof value !== 'object' || value === null) continue;
    const step = container instanceof List ? `[${i}]` : keyText(container.keys[i], path === '');
    open(value, path + step);
  }
}

/** As Python would print it, but for keys that are strings. */
function keyText(key: Value, first: boolean): string {
  if (typeof key === 'string') return first ? key : `.${key}`;
  if (key instanceof List) return `[${key.items.map(keyWord).join(', ')}]`;
  return `[${keyWord(key)}]`;
}

function keyWord(key: Value): string {
  if (key === null) return 'None';
  if (typeof key === 'boolean') return key ? 'True' : 'False';
  return typeof key === 'object' ? '…' : String(key);
}
