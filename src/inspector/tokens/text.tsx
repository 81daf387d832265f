import * as l10n from '@vscode/l10n';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { followSize } from '../followSize';
import { useVirtualRows, type Heights } from '../rows/virtualRows';
import { style } from '../styles';
import type { Range, TokenColumns } from './columns';
import type { Measure } from './heat';
import { Line } from './line';
import { breakLines, lineOf, type Lines } from './lines';
import css from './text.css';
import { useTokenKeys } from './useTokenKeys';
import { widthsOf, type Widths } from './widths';

style(css);

/** As in the styles. */
const LINE_HEIGHT = 29;
const GAP = 8;
const PADDING = { top: 10, bottom: 12, sides: 14 };

interface TextProps {
  columns: TokenColumns;
  measure: Measure;
  chosen: number;
  range: Range | undefined;
  /** Chosen by pointer, key, or from outside: brought into sight where it is not. */
  onChoose(token: number): void;
  onRange(range: Range | undefined): void;
  /** The token under the pointer. */
  onPoint(token: number | undefined): void;
  /** The tokens in sight. */
  onSight(range: Range): void;
}

/** The text in reading order, each token filled by a measure. */
export function TokenText(props: TextProps) {
  const { columns, measure, chosen, range, onChoose, onRange, onPoint, onSight } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const space = useSpace(scroller);
  const lines = useMemo(
    () => space && breakLines(columns, Math.max(40, space.width - 2 * PADDING.sides), space.widths),
    [columns, space],
  );
  const heights = useMemo(() => heightsOf(lines), [lines]);
  const { items, totalSize, isLeaping, scrollTo } = useVirtualRows(
    scroller,
    lines ? lines.count : 0,
    heights,
    true,
  );
  const idOf = useRef((token: number) => `${id}-${token}`).current;
  const onKeyDown = useTokenKeys({ ...props, scroller, lines });
  const pressed = useRef<number | undefined>(undefined);

  useEffect(() => {
    if (lines) scrollTo(lineOf(lines, chosen, columns.start[chosen]));
  }, [chosen, lines]);
  const first = items.at(0)?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  const leapt = useLeapt(first, isLeaping);
  useLayoutEffect(() => {
    if (lines && last >= first)
      onSight({ from: lines.token[first], to: Math.min(columns.count, lines.token[last + 1] + 1) });
  }, [lines, first, last]);

  const over = (event: Event) => tokenAt(event.target);
  return (
    <div
      ref={scroller}
      class="lt-text"
      role="listbox"
      tabIndex={0}
      aria-label={l10n.t('Tokens')}
      aria-activedescendant={columns.count > 0 ? idOf(chosen) : undefined}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        const token = over(event);
        if (token === undefined || event.button !== 0) return;
        pressed.current = token;
        onChoose(token);
        if (event.shiftKey) onRange(between(chosen, token));
      }}
      onPointerMove={(event) => {
        const token = over(event);
        onPoint(token);
        const from = pressed.current;
        if (from === undefined || token === undefined || event.buttons !== 1) return;
        // A press that stays on its token chooses it and nothing more.
        if (token !== from || range) onRange(between(from, token));
      }}
      onPointerUp={() => (pressed.current = undefined)}
      onPointerLeave={() => onPoint(undefined)}
    >
      <div
        class="lt-canvas"
        role="none"
        dir={directionOf(columns.text)}
        style={{ height: `${totalSize}px`, '--lt-sides': `${PADDING.sides}px` }}
      >
        {lines &&
          space &&
          items.map(({ index, start }) => (
            <Line
              key={index - leapt}
              {...{ columns, lines, measure, idOf }}
              widths={space.widths}
              line={index}
              top={start}
              isPassing={isLeaping}
              chosen={on(lines, index, chosen)}
              first={range ? on(lines, index, range.from) : -1}
              last={range ? on(lines, index, range.to - 1) : -1}
            />
          ))}
      </div>
    </div>
  );
}

/** How far leaps have come: less by so many, a line takes over the elements of the one that was in its place. */
function useLeapt(first: number, isLeaping: boolean): number {
  const last = useRef({ first, leapt: 0 }).current;
  if (isLeaping) last.leapt += first - last.first;
  last.first = first;
  return last.leapt;
}

/** By the first letter, as paragraphs of plain text are written. */
function directionOf(text: string): 'rtl' | 'ltr' {
  const letter = /\p{L}/u.exec(text.slice(0, 2000))?.[0];
  return letter !== undefined && /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF]/.test(letter) ? 'rtl' : 'ltr';
}

function between(a: number, b: number): Range {
  return { from: Math.min(a, b), to: Math.max(a, b) + 1 };
}

/** The token where it stands on the line, else −1. */
function on({ token }: Lines, line: number, wanted: number): number {
  return wanted >= token[line] && wanted <= token[line + 1] ? wanted : -1;
}

function tokenAt(target: EventTarget | null): number | undefined {
  const element = (target as Element | null)?.closest?.<HTMLElement>('[data-token]');
  return element ? Number(element.dataset.token) : undefined;
}

/** Lines of one height, with a gap where a blank line stood; room above the first and below the last. */
function heightsOf(lines: Lines | undefined): Heights {
  const count = lines?.count ?? 0;
  const tops = new Float64Array(count + 1);
  let top = PADDING.top;
  for (let i = 0; i < count; i++) {
    if (lines!.gap[i]) top += GAP;
    tops[i] = top;
    top += LINE_HEIGHT;
  }
  tops[count] = top + PADDING.bottom;
  return {
    total: tops[count],
    startOf: (index) => tops[index],
    indexAt(y) {
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (tops[middle] <= y) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}

/** How wide the text may be, and the font it is measured in. */
function useSpace(scroller: { current: HTMLElement | null }) {
  const [space, setSpace] = useState<{ width: number; widths: Widths }>();
  useLayoutEffect(() => {
    const element = scroller.current!;
    const measure = () =>
      setSpace((now) =>
        now?.width === element.clientWidth
          ? now
          : { width: element.clientWidth, widths: now?.widths ?? widthsOf(element) },
      );
    return followSize(element, measure);
  }, []);
  return space;
}
