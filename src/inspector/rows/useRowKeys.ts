import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Keyboard {
  scroller: RefObject<HTMLElement | null>;
  /** Rows of the list. */
  total: number;
  /** Rows a page key goes. */
  page: number;
  /** Where the selected row stands in the list; −1 where it is not on the page that is here. */
  position: number;
  /** The row at a position, where it is here. */
  rowAt(position: number): number | undefined;
  scrollTo(position: number): void;
  onSelect(row: number): void;
}

/**
 * Steers the selection by arrows, Home, End and the page keys. They may lead to a row that is not on the page yet, or
 * not asked for yet: it is selected and focused when it is there.
 */
export function useRowKeys(list: Keyboard): (event: KeyboardEvent) => void {
  const { scroller, total, page, position, rowAt, scrollTo, onSelect } = list;
  const wanted = useRef<number | undefined>(undefined);
  const focusing = useRef(false);
  useLayoutEffect(() => {
    const row = wanted.current === undefined ? undefined : rowAt(wanted.current);
    if (row !== undefined) {
      wanted.current = undefined;
      onSelect(row);
    }
    if (!focusing.current) return;
    const element = scroller.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (!element || wanted.current !== undefined) return;
    focusing.current = false;
    element.focus({ preventScroll: true });
  });
  return (event) => {
    const here = Math.max(0, position);
    const to = {
      ArrowDown: position < 0 ? 0 : here + 1,
      ArrowUp: here - 1,
      PageDown: here + page,
      PageUp: here - page,
      Home: 0,
      End: total - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const target = Math.max(0, Math.min(total - 1, to));
    scrollTo(target);
    focusing.current = true;
    const row = rowAt(target);
    if (row === undefined) wanted.current = target;
    else onSelect(row);
  };
}
