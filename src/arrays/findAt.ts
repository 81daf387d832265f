import { findArrays } from './find';
import type { FindContext, FoundArray } from './types';

/** Text searched on each side of the offset, at first and at most. */
const NEAR = 200_000;
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
    const whole = start === 0 && end === text.length;
    if (!whole && reach === NEAR && !closesNear(text, offset, start, end)) continue;
    const found = pick(findArrays(text.slice(start, end), context), offset - start);
    if (found !== undefined || whole || reach === FAR) return found && shift(found, start);
  }
}

/** Whether the list at the offset opens and closes inside the window: otherwise only a larger one shows it whole. */
function closesNear(text: string, offset: number, start: number, end: number): boolean {
  const open = text.lastIndexOf('[', offset);
  const close = text.indexOf(']', offset);
  return (
    open > start &&
    close >= 0 &&
    close < end &&
    bracketsBetween(text, start, offset) <= bracketsBetween(text, offset, end)
  );
}

/** Square brackets opened and not closed: before the offset, those still open; after it, those closed beyond it. */
function bracketsBetween(text: string, from: number, to: number): number {
  let depth = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 91) depth++;
    else if (c === 93) depth--;
  }
  return depth < 0 ? -depth : depth;
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
  if (found.labels?.range !== undefined)
    moved.labels = { ...found.labels, range: [found.labels.range[0] + by, found.labels.range[1] + by] };
  return moved;
}
