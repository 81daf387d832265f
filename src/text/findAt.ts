import { findArraysNear } from './find';
import type { FindContext, FoundArray } from '../arrays/types';

/** Text searched on each side of the offset, at first and at most. */
const NEAR = 100_000;
const FAR = 4_000_000;

/**
 * The array around, or touching, an offset in any source text: the innermost one there. In a record that holds scores
 * and labels, the scores, wherever in the record the offset is.
 *
 * A large text is searched near the offset first; the window grows only when the array may reach beyond it.
 */
export function findArrayAt(text: string, offset: number, context: FindContext = {}): FoundArray | undefined {
  for (let reach = NEAR; ; reach = FAR) {
    const start = reach >= offset ? 0 : lineStart(text, offset - reach);
    const end = offset + reach >= text.length ? text.length : lineEnd(text, offset + reach);
    const near = pick(findArraysNear(text.slice(start, end), offset - start, context), offset - start);
    const found = near && shift(near, start);
    const whole = start === 0 && end === text.length;
    if (whole || reach === FAR || !reachesOn(text, offset, found, [start, end])) return found;
  }
}

/** Of what stands between a window's end and the array, a line that the window cuts apart. */
const CUT = 1000;
/** Nothing but numbers. */
const NUMBERS = /^[-+\d.,eE\sinfa[\]()]+$/;

/**
 * Whether what the window shows may be part of a longer list or table: rows beside the one found, one that ends with the
 * window, or nothing but numbers on one side.
 */
function reachesOn(
  text: string,
  offset: number,
  found: FoundArray | undefined,
  [from, to]: readonly [number, number],
): boolean {
  if (found === undefined)
    return (
      [text.slice(Math.max(0, offset - 100), offset), text.slice(offset, offset + 100)].some(
        (side) => NUMBERS.test(side) && /\d/.test(side),
      ) ||
      (from > 0 && isOpenBefore(text, from, offset)) ||
      (to < text.length && isOpenAfter(text, offset, to))
    );
  const [start, end] = found.range;
  return (
    (from > 0 && start < from + CUT) ||
    (to < text.length && end > to - CUT) ||
    /[\])],?\s*$/.test(text.slice(Math.max(0, start - 40), start)) ||
    /^,?\s*[[(]/.test(text.slice(end, end + 40))
  );
}

/** What stands around a call's numbers: `tensor(` before them, a device and a gradient's name behind. */
const BESIDE = 200;

/** Whether numbers in brackets end just before a place, and the first of their brackets stands before the window. */
function isOpenBefore(text: string, from: number, offset: number): boolean {
  if (!/\d\s?[\])]/.test(text.slice(Math.max(0, offset - BESIDE), offset))) return false;
  let depth = 0;
  for (let at = offset - 1; at >= from; at--) {
    const step = bracketAt(text, at);
    // What is opened and not closed before the place is around it.
    if (step !== 0) depth = Math.max(0, depth - step);
  }
  return depth > 0;
}

/** Whether numbers in brackets begin just behind a place, and the last of their brackets stands behind the window. */
function isOpenAfter(text: string, offset: number, to: number): boolean {
  if (!/[[(]\s?[-+.\d]/.test(text.slice(offset, offset + BESIDE))) return false;
  let depth = 0;
  for (let at = offset; at < to; at++) {
    const step = bracketAt(text, at);
    if (step !== 0) depth = Math.max(0, depth + step);
  }
  return depth > 0;
}

/** 1 for one that opens, −1 for one that closes, else 0. */
function bracketAt(text: string, at: number): number {
  switch (text.charCodeAt(at)) {
    case 0x28:
    case 0x5b:
      return 1;
    case 0x29:
    case 0x5d:
      return -1;
    default:
      return 0;
  }
}

function lineStart(text: string, at: number): number {
  const newline = text.lastIndexOf('\n', at);
  return newline < 0 || at - newline > NEAR ? at : newline + 1;
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 || newline - at > NEAR ? at : newline;
}

function pick(found: FoundArray[], offset: number): FoundArray | undefined {
  let best: FoundArray | undefined;
  for (const one of found) {
    const [start, end] = one.range;
    if (start > offset || end < offset) continue;
    if (best === undefined || end - start < best.range[1] - best.range[0]) best = one;
  }
  return best;
}

function shift(found: FoundArray, by: number): FoundArray {
  if (by === 0) return found;
  const moved: FoundArray = { ...found, range: [found.range[0] + by, found.range[1] + by] };
  if (found.places !== undefined) moved.places = found.places.map(([start, end]) => [start + by, end + by]);
  if (found.labels?.range !== undefined)
    moved.labels = { ...found.labels, range: [found.labels.range[0] + by, found.labels.range[1] + by] };
  return moved;
}
