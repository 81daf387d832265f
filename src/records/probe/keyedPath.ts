import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from '../text/jsonBytes';
import type { FieldPath } from '../types';
import { isLabelName } from '../../text/names/labelNames';
import { stringEnd, stringText, type Range } from './recordsPath';

/** Brackets in brackets deeper than this hold no records. */
const MAX_DEPTH = 8;
/** Bytes in which the first two records stand. */
const LOOKED_AT = 4 << 20;
/** An object with more lists, or more keys, is no record. */
const MAX_KEYS = 200;

/** Keys of records by themselves: `img/0.png`, `17`. */
const ITEM = /[./]|^\d+$/;
/** Keys of what a data set, or a run, is divided into: `fold.0`. */
const PART =
  /^(?:folds?|splits?|train(?:ing)?|val(?:id|idation)?|dev|test|epochs?|steps?|seeds?|runs?|parts?|batch(?:es)?|shards?)[-_./ ]?\d*$/i;

/** An open object, and what one record of several holds: flat lists with their lengths, and whether anything stands by itself. */
interface Frame {
  name: string;
  /** Where the key stands whose value comes next. */
  key: Range;
  lists: Map<string, number>;
  names: Set<string>;
  hasScalar: boolean;
  isDeep: boolean;
  /** The last object in it that ended. */
  last?: Frame;
}

/**
 * Where an object stands whose members are records, in a JSON document whose end may be missing: `{"a.png": {"logits": […],
 * "label": 1}, "b.png": …}`. Two that follow each other have lists of numbers of the same lengths under the same keys, or else
 * nothing but the same keys; others, as what is said of all of them, are no records.
 */
export function keyedPath(bytes: Uint8Array): FieldPath | undefined {
  const open: Frame[] = [];
  const limit = Math.min(bytes.length, LOOKED_AT);
  for (let p = 0; p < limit; p++) {
    const c = bytes[p];
    if (c <= 0x20) continue;
    const frame = open.at(-1);
    if (c === OPEN_OBJECT) {
      if (open.length === MAX_DEPTH) return undefined;
      open.push(frameAt(frame ? stringText(bytes, frame.key) : ''));
    } else if (!frame) return undefined;
    else if (c === QUOTE) {
      const end = stringEnd(bytes, p);
      passText(frame, [p, end], bytes);
      p = end - 1;
    } else if (c === OPEN_LIST) {
      const { end, numbers } = listAt(bytes, p, limit);
      if (numbers < 0 || frame.lists.size === MAX_KEYS) frame.isDeep = true;
      else frame.lists.set(stringText(bytes, frame.key), numbers);
      p = end - 1;
    } else if (c === CLOSE_OBJECT) {
      open.pop();
      const parent = open.at(-1);
      if (!parent) return undefined;
      if (parent.last && areRecords(parent.last, frame, parent)) return open.slice(1).map(({ name }) => name);
      parent.last = frame;
    } else if (c !== COMMA && c !== COLON) frame.hasScalar = true;
  }
  return undefined;
}

function frameAt(name: string): Frame {
  return { name, key: [0, 0], lists: new Map(), names: new Set(), hasScalar: false, isDeep: false };
}

/** A key, or a text that is a value. */
function passText(frame: Frame, range: Range, bytes: Uint8Array): void {
  let next = range[1];
  while (bytes[next] <= 0x20) next++;
  if (bytes[next] !== COLON) {
    frame.hasScalar = true;
    return;
  }
  frame.key = range;
  if (frame.names.size < MAX_KEYS) frame.names.add(stringText(bytes, range));
}

/** How many numbers a list holds, −1 where anything else is in it, and the place behind it. */
function listAt(bytes: Uint8Array, start: number, limit: number): { end: number; numbers: number } {
  let [depth, commas, isEmpty, isFlat] = [0, 0, true, true];
  let p = start;
  for (; p < limit; p++) {
    const c = bytes[p];
    if (c === COMMA) commas++;
    else if (c === QUOTE) {
      isFlat = false;
      p = stringEnd(bytes, p) - 1;
    } else if (c === OPEN_LIST || c === OPEN_OBJECT) {
      if (++depth > 1) isFlat = false;
    } else if (c === CLOSE_LIST || c === CLOSE_OBJECT) {
      if (--depth === 0) break;
    } else if (c > 0x20) isEmpty = false;
  }
  return { end: p + 1, numbers: !isFlat ? -1 : isEmpty ? 0 : commas + 1 };
}

function areRecords(one: Frame, other: Frame, parent: Frame): boolean {
  if (one.isDeep || other.isDeep) return false;
  const areItems = ITEM.test(one.name) && ITEM.test(other.name);
  const standAlone = !parent.hasScalar && !parent.isDeep && parent.lists.size === 0;
  if (!standAlone && !areItems) return false;
  if (haveListsAlike(one, other))
    return areItems ? !(PART.test(one.name) && isPart(one)) : one.hasScalar && !isPart(one);
  return (
    standAlone &&
    one.hasScalar &&
    one.lists.size + other.lists.size === 0 &&
    one.names.size > 1 &&
    one.names.size === other.names.size &&
    [...one.names].every((name) => other.names.has(name))
  );
}

function haveListsAlike({ lists }: Frame, other: Frame): boolean {
  const [few, many] = lists.size < other.lists.size ? [lists, other.lists] : [other.lists, lists];
  for (const [name, length] of few) if (length > 1 && many.get(name) === length) return true;
  return false;
}

/** Parts of a data set have lists, too: of numbers, one for each of their rows, and of as many labels. */
function isPart({ lists }: Frame): boolean {
  for (const [list, length] of lists)
    if (isLabelName(list))
      for (const [beside, rows] of lists) if (beside !== list && rows === length) return true;
  return false;
}
