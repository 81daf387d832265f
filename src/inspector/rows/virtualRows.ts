import type { RefObject } from 'preact';
import { useEffect, useReducer, useRef } from 'preact/hooks';
import { useInSight } from './useInSight';

export interface VirtualRows {
  /** The rows in sight and some around them; `start` in pixels from the top of the canvas. */
  items: readonly { index: number; start: number }[];
  /** Pixels of the canvas. */
  totalSize: number;
  /** Scrolled so fast that no row in sight was there before, where there are none around them as long as that lasts. */
  isLeaping: boolean;
  /** Brings a row into sight. */
  scrollTo(index: number): void;
}

/** Where rows stand in a canvas as high as all of them together, in pixels. */
export interface Heights {
  total: number;
  startOf(index: number): number;
  /** The row at a height, which may lie outside the canvas. */
  indexAt(y: number): number;
}

/** Rows of one height. */
export function uniform(count: number, rowHeight: number): Heights {
  return {
    total: count * rowHeight,
    startOf: (index) => index * rowHeight,
    indexAt: (y) => Math.floor(y / rowHeight),
  };
}

/** Browsers stop laying out at about 33 million pixels. */
const MAX_HEIGHT = 28_800_000;
const OVERSCAN = 6;

/**
 * Rows of any number, of which only the visible ones stand on the page. Where all of them together would
 * be too high, the canvas is as high as it may be and a pixel of scrolling moves the rows by more than one.
 *
 * @param leaps whether rows around are left out while it leaps: not where one of them may have the focus, which keys would
 *   lose with it
 */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  heights: Heights,
  leaps = false,
): VirtualRows {
  const { top, height: view } = useInSight(scroller);
  const { total: whole, startOf, indexAt } = heights;
  const totalSize = Math.min(whole, MAX_HEIGHT);
  const scale = totalSize < whole ? (whole - view) / (totalSize - view) : 1;
  const offset = top * scale;
  const isLeaping = useLeap(offset, leaps ? view : Infinity);
  const around = isLeaping ? 0 : OVERSCAN;
  const first = Math.min(count, Math.max(0, indexAt(offset) - around));
  const last = Math.min(count, indexAt(offset + view - 1) + 1 + around);
  return {
    isLeaping,
    items: Array.from({ length: Math.max(0, last - first) }, (_, i) => ({
      index: first + i,
      start: startOf(first + i) - offset + top,
    })),
    totalSize,
    scrollTo(index) {
      const element = scroller.current!;
      const at = element.scrollTop * scale;
      const start = startOf(index);
      const end = startOf(index + 1) - element.clientHeight;
      if (start < at) element.scrollTo({ top: Math.floor(start / scale) });
      else if (end > at) element.scrollTo({ top: Math.ceil(end / scale) });
    },
  };
}

/** Milliseconds without a leap after which scrolling is taken to rest. */
const REST = 100;

/** Whether the last scroll was as far as a leap, and not long ago. */
function useLeap(offset: number, far: number): boolean {
  const last = useRef({ offset, isLeap: false }).current;
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  if (last.offset !== offset) {
    last.isLeap = far > 0 && Math.abs(offset - last.offset) >= far;
    last.offset = offset;
  }
  useEffect(() => {
    if (!last.isLeap) return undefined;
    const timer = setTimeout(() => {
      last.isLeap = false;
      redraw(undefined);
    }, REST);
    return () => clearTimeout(timer);
  }, [offset]);
  return last.isLeap;
}
