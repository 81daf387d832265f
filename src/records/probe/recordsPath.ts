import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, OPEN_LIST, OPEN_OBJECT, QUOTE } from '../text/jsonBytes';
import { areSameButSplit, LARGEST_RANK, splitOf, splitRank } from '../../text/names/dataSplits';
import type { FieldPath } from '../types';

/** Brackets in brackets deeper than this hold no records. */
const MAX_DEPTH = 1000;

export type Range = readonly [from: number, to: number];

/**
 * Where the first list of objects stands in a JSON document whose end may be missing, which may itself be a list of such, or the
 * same for another part of a data set that is likelier to be meant; undefined where there is none.
 */
export function recordsPath(bytes: Uint8Array): FieldPath | undefined {
  /** Opening brackets around the place, and where the keys of the objects among them stand. */
  const open: number[] = [];
  const keys: Range[] = [];
  let lists = 0;
  let best: FieldPath | undefined;
  let key: Range = [0, 0];
  for (let p = 0; p < bytes.length; p++) {
    const c = bytes[p];
    if (c === QUOTE) {
      const end = stringEnd(bytes, p);
      key = [p, end];
      p = end - 1;
    } else if (c === OPEN_OBJECT || c === OPEN_LIST) {
      if (open.length === MAX_DEPTH) return best;
      const objects = open.length - lists;
      if (open.at(-1) === OPEN_OBJECT) keys[objects - 1] = key;
      else if (c === OPEN_OBJECT && (lists === 1 || (lists === 2 && open.length === 2)))
        best = likelierOf(
          best,
          keys.slice(0, objects).map((range) => stringText(bytes, range)),
        );
      if (best && !mayHaveLikelier(best)) return best;
      open.push(c);
      if (c === OPEN_LIST) lists++;
    } else if (c === CLOSE_OBJECT || c === CLOSE_LIST) {
      if (open.pop() === OPEN_LIST) lists--;
    }
  }
  return best;
}

const nameOf = (path: FieldPath) => path.join('.');

/** Whether records are a part of a data set beside which another may be meant sooner. */
const mayHaveLikelier = (path: FieldPath) =>
  splitOf(nameOf(path)) !== undefined && splitRank(nameOf(path)) < LARGEST_RANK;

function likelierOf(best: FieldPath | undefined, path: FieldPath): FieldPath {
  if (best === undefined) return path;
  const isLikelier =
    areSameButSplit(nameOf(best), nameOf(path)) && splitRank(nameOf(path)) > splitRank(nameOf(best));
  return isLikelier ? path : best;
}

/** The place behind a string's closing quote. */
export function stringEnd(bytes: Uint8Array, start: number): number {
  let p = start + 1;
  while (p < bytes.length && bytes[p] !== QUOTE) p += bytes[p] === BACKSLASH ? 2 : 1;
  return p + 1;
}

const decoder = new TextDecoder();

export function stringText(bytes: Uint8Array, [from, to]: Range): string {
  const text = decoder.decode(bytes.subarray(from, to));
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}
