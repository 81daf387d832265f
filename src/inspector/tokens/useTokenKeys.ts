import type { RefObject } from 'preact';
import { isNotTop, surprisalOf, type Range, type TokenColumns } from './columns';
import type { Lines } from './lines';
import { lineOf } from './lines';

interface TokenKeys {
  columns: TokenColumns;
  lines: Lines | undefined;
  chosen: number;
  range: Range | undefined;
  scroller: RefObject<HTMLElement | null>;
  onChoose(token: number): void;
  onRange(range: Range | undefined): void;
}

/** Bits from which a token is a surprise; in a text without any, its largest is one. */
const SURPRISE = 2;
/** Lines that a page key passes. */
const PAGE = 8;

/**
 * Arrows go from token to token and from line to line, `n` to the next that is not the top choice, `s` to the next
 * surprise (with Shift back), Shift and an arrow select, Escape clears the selection.
 */
export function useTokenKeys(keys: TokenKeys): (event: KeyboardEvent) => void {
  const { columns, lines, chosen, range, scroller, onChoose, onRange } = keys;
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || columns.count === 0) return;
    if (event.key === 'Escape' && range) {
      onRange(undefined);
    } else {
      const to = target(event);
      if (to === undefined) return;
      if (event.shiftKey && event.key.length > 1) onRange(extended(range, chosen, to));
      onChoose(to);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  function target({ key, shiftKey }: KeyboardEvent): number | undefined {
    const last = columns.count - 1;
    switch (key) {
      case 'ArrowRight':
        return Math.min(last, chosen + 1);
      case 'ArrowLeft':
        return Math.max(0, chosen - 1);
      case 'ArrowDown':
        return lineAway(1);
      case 'ArrowUp':
        return lineAway(-1);
      case 'PageDown':
        return lineAway(PAGE);
      case 'PageUp':
        return lineAway(-PAGE);
      case 'Home':
        return 0;
      case 'End':
        return last;
      case 'n':
      case 'N':
        return next(columns, chosen, shiftKey ? -1 : 1, (token) => isNotTop(columns, token));
      case 's':
      case 'S':
        return nextSurprise(columns, chosen, shiftKey ? -1 : 1);
      default:
        return undefined;
    }
  }

  /** The token below or above: the nearest one that is drawn, else the first of that line. */
  function lineAway(by: number): number {
    if (!lines) return chosen;
    const here = lineOf(lines, chosen, columns.start[chosen]);
    const there = Math.min(lines.count - 1, Math.max(0, here + by));
    if (there === here) return by > 0 ? columns.count - 1 : 0;
    const from = lines.token[there];
    const to = Math.max(from, Math.min(columns.count - 1, lines.token[there + 1] - 1));
    const middle = middleOf(scroller.current, chosen);
    if (middle === undefined) return from;
    let nearest = from;
    let least = Infinity;
    for (let token = from; token <= to; token++) {
      const x = middleOf(scroller.current, token);
      if (x === undefined) break;
      if (Math.abs(x - middle) < least) [least, nearest] = [Math.abs(x - middle), token];
    }
    return nearest;
  }
}

function middleOf(scroller: HTMLElement | null, token: number): number | undefined {
  const element = scroller?.querySelector(`[data-token="${token}"]`);
  if (!element) return undefined;
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}

/** The end that was last moved moves on. */
function extended(range: Range | undefined, chosen: number, to: number): Range {
  const fixed = !range ? chosen : range.from === chosen ? range.to - 1 : range.from;
  return { from: Math.min(fixed, to), to: Math.max(fixed, to) + 1 };
}

function next(
  { count }: TokenColumns,
  from: number,
  step: 1 | -1,
  holds: (token: number) => boolean,
): number | undefined {
  for (let token = from + step; token >= 0 && token < count; token += step) if (holds(token)) return token;
  return undefined;
}

function nextSurprise(columns: TokenColumns, from: number, step: 1 | -1): number | undefined {
  let largest = 0;
  for (let token = 0; token < columns.count; token++) {
    const bits = surprisalOf(columns, token);
    if (bits > largest) largest = bits;
  }
  const wanted = Math.min(SURPRISE, largest);
  return next(columns, from, step, (token) => largest > 0 && surprisalOf(columns, token) >= wanted);
}
