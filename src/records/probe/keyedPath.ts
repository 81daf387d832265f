import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from '../jsonBytes';
import type { FieldPath } from '../types';
import { stringEnd, stringText, type Range } from './recordsPath';

/** Brackets in brackets deeper than this hold no records. */
const MAX_DEPTH = 8;

/** What one record of several holds: flat lists with their lengths, and whether anything stands by itself. */
interface Form {
  name: string;
  lists: Map<string, number>;
  names: Set<string>;
  hasScalar: boolean;
  isDeep: boolean;
}

/** An open bracket. */
interface Frame extends Form {
  isObject: boolean;
  /** Where the key stands whose value is being read; the last string of a list. */
  key?: Range;
  /** The first object in it, while all are objects. */
  first?: Form;
  isMixed: boolean;
  /** Commas, and whether anything but numbers stood there. */
  commas: number;
  isEmpty: boolean;
}

/**
 * Where an object stands whose members are records, in a JSON document whose end may be missing: `{"a.png": {"logits": […],
 * "label": 1}, "b.png": …}`. The first two have lists of numbers of the same lengths under the same keys, or else nothing but
 * the same keys.
 */
export function keyedPath(bytes: Uint8Array): FieldPath | undefined {
  const open: Frame[] = [];
  for (let p = 0; p < bytes.length; p++) {
    const c = bytes[p];
    const frame = open.at(-1);
    if (c === QUOTE) {
      const end = stringEnd(bytes, p);
      if (frame) passText(frame, [p, end], bytes, end);
      p = end - 1;
    } else if (c === OPEN_OBJECT || c === OPEN_LIST) {
      if (open.length === MAX_DEPTH) return undefined;
      const isObject = c === OPEN_OBJECT;
      const name = frame?.isObject && frame.key ? stringText(bytes, frame.key) : '';
      const form = { name, lists: new Map<string, number>(), names: new Set<string>() };
      open.push({
        ...form,
        isObject,
        hasScalar: false,
        isDeep: false,
        isMixed: false,
        commas: 0,
        isEmpty: true,
      });
    } else if (c === CLOSE_OBJECT || c === CLOSE_LIST) {
      const closed = open.pop();
      const parent = open.at(-1);
      if (!closed || !parent) return undefined;
      if (close(closed, parent)) return open.slice(1).map(({ name }) => name);
    } else if (frame && c > 0x20) {
      frame.isEmpty = false;
      if (c === COMMA) frame.commas++;
      else if (frame.isObject && c !== COLON) frame.hasScalar = true;
    }
  }
  return undefined;
}

/** A key, or a text that is a value. */
function passText(frame: Frame, range: Range, bytes: Uint8Array, end: number): void {
  let next = end;
  while (bytes[next] <= 0x20) next++;
  if (!frame.isObject) frame.isDeep = true;
  else if (bytes[next] !== COLON) frame.hasScalar = true;
  else {
    frame.key = range;
    frame.names.add(stringText(bytes, range));
  }
}

/** Whether what closes is the second of two records in its parent. */
function close(closed: Frame, parent: Frame): boolean {
  if (!parent.isObject) {
    parent.isDeep = true;
    return false;
  }
  if (!closed.isObject) {
    parent.isMixed = true;
    if (closed.isDeep) parent.isDeep = true;
    else parent.lists.set(closed.name, closed.isEmpty ? 0 : closed.commas + 1);
    return false;
  }
  if (parent.isMixed || parent.hasScalar) return false;
  if (parent.first) return areRecords(parent.first, closed);
  parent.first = closed;
  return false;
}

function areRecords(one: Form, other: Form): boolean {
  if (one.isDeep || other.isDeep) return false;
  // Parts of a data set have lists, too: of numbers, one for each of their rows.
  const areLists = [...one.lists].some(([name, length]) => length > 1 && other.lists.get(name) === length);
  if (areLists && (one.hasScalar || [one, other].every(({ name }) => /[./]/.test(name)))) return true;
  return (
    one.hasScalar &&
    one.lists.size + other.lists.size === 0 &&
    one.names.size > 1 &&
    one.names.size === other.names.size &&
    [...one.names].every((name) => other.names.has(name))
  );
}
