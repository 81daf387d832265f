import { PickleError } from './errors';
import { MAX_ARRAYS, MAX_DEPTH, MAX_NAMES } from './limits';
import { numberShape, type Shapes } from './numberLists';
import { Dict, List, NumpyArray, Storage, Tensor, type Value } from './values';

export type Held = Tensor | NumpyArray | Storage | { list: List; shape: readonly number[] };

/**
 * The arrays in an object, by their path in it: "fc.weight", "epochs[3].logits". An array that is all there is has
 * the name given. A container met again is passed by, so that one within itself ends.
 */
export function arraysIn(root: Value, name: string): { name: string; held: Held }[] {
  const found: { name: string; held: Held }[] = [];
  const shapes: Shapes = new Map();
  const seen = new Set<Value>();
  let characters = 0;
  const add = (name: string, held: Held) => {
    found.push({ name, held });
    characters += name.length;
    if (found.length > MAX_ARRAYS) throw new PickleError(`it holds more than ${MAX_ARRAYS} arrays`);
    if (characters > MAX_NAMES) throw new PickleError(`the names of its arrays are longer than ${MAX_NAMES}`);
  };

  const open: { value: Value; path: string; depth: number }[] = [{ value: root, path: '', depth: 0 }];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { value, path, depth } = entry;
    if (value instanceof Tensor || value instanceof NumpyArray || value instanceof Storage) {
      add(path || name, value);
      continue;
    }
    if (!(value instanceof List || value instanceof Dict)) continue;
    const shape = value instanceof List ? numberShape(value, shapes) : undefined;
    // A tuple of numbers by itself is a size or a setting.
    if (shape && value instanceof List) {
      if (shape.length > 1 || value.kind === 'list') add(path || name, { list: value, shape });
      continue;
    }
    if (seen.has(value)) continue;
    seen.add(value);
    if (depth === MAX_DEPTH) throw new PickleError(`it is nested more than ${MAX_DEPTH} deep`);
    const inner = value instanceof List ? value.items : value.values;
    // From the last, so that the first is opened first.
    for (let i = inner.length - 1; i >= 0; i--) {
      if (typeof inner[i] !== 'object' || inner[i] === null) continue;
      const step = value instanceof List ? `[${i}]` : keyText(value.keys[i], path === '');
      open.push({ value: inner[i], path: path + step, depth: depth + 1 });
    }
  }
  return found;
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
