import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { WorkerClient } from '../../worker/client';
import type { InspectorState, RowsPage, RowsRequest, ViewSettings } from '../../worker/protocol';
import { count } from '../format';
import { plural } from '../../arrays/words/plural';
import type { Brushed } from '../batch/mark';
import { style } from '../styles';
import { useAnswer } from '../useAnswer';
import { columnsOf, Heading, ofRecords, sortUnder, type RowsAre } from './columns';
import { Line, spoken, tellExactly } from './line';
import css from './rows.css';
import { useBrief, useRecords } from './useRecords';
import { useRowKeys } from './useRowKeys';
import { uniform, useVirtualRows } from './virtualRows';

style(css);

const ROW_HEIGHT = 24;
const MAX_VISIBLE = 12;
/** Pages start at multiples of this, so that scrolling a row or two asks nothing. */
const BLOCK = 32;

interface RowsProps extends RowsAre {
  client: WorkerClient;
  session: number;
  version: number;
  settings: ViewSettings;
  rows: number;
  /** The rows are a file's records. */
  areRecords: boolean;
  classes: number;
  selected: number;
  /** What the classes of a row are called. */
  namesOf(row: number): readonly string[] | undefined;
  name(row: number): string;
  /** Rows that are pointed at in a figure: only those are listed. */
  brushed?: Brushed;
  onBrush(brushed: Brushed | undefined): void;
  /** How the list was left. */
  left: InspectorState;
  keep(change: Partial<InspectorState>): void;
  onSelect(row: number): void;
}

/** The list of rows: virtual, sortable by any column, steered by arrow keys. */
export function Rows(props: RowsProps) {
  const { rows, classes, labelled, sigmoid, paired, selected, namesOf, name, onSelect } = props;
  const [sort, setSort] = useState<RowsRequest['sort']>(props.left.sort);
  const [wrongOnly, setWrongOnly] = useState(props.left.wrongOnly ?? false);
  const [total, setTotal] = useState(rows);
  const scroller = useRef<HTMLDivElement>(null);
  const filter = wrongOnly && labelled;
  const { items, totalSize, scrollTo } = useVirtualRows(scroller, total, uniform(total, ROW_HEIGHT));
  const listed = usePage(props, items, sort, filter);
  const { brushed } = props;
  const { page, shown, error } = listed;

  useEffect(() => {
    if (page) setTotal(page.total);
  }, [page]);
  useEffect(() => setTotal(rows), [rows]);
  useBeginning(orderText({ sort, wrongOnly: filter, where: brushed?.where }), listed, scrollTo, props);
  useScrollKept(props, scroller);
  useLayoutEffect(() => props.keep({ sort, wrongOnly }), [sort, wrongOnly]);

  const records = useRecords(props.client, props.session, props.areRecords, page);
  const areBrief = useBrief(records, page);
  const columns = columnsOf(props);
  if (records) columns.splice(1, 0, ofRecords(records.field));
  const at = page ? page.row.indexOf(selected) : -1;
  const position = at < 0 ? -1 : shown + at;
  // One stop for the Tab key: the selected row, or the first in sight while that is elsewhere.
  const stop = items.some(({ index }) => index === position) ? position : items[0]?.index;
  const rowAt = (index: number) => page?.row[index - shown];
  const onKeyDown = useRowKeys({ scroller, total, page: MAX_VISIBLE, position, rowAt, scrollTo, onSelect });

  // Lines are drawn anew when there is something new in them, not at every position of a slider.
  const lines = useMemo(
    () =>
      items.map(({ index, start }) => {
        const row = rowAt(index);
        return (
          <div
            key={index}
            role="row"
            aria-rowindex={index + 2}
            aria-selected={index === position}
            aria-label={
              row === undefined
                ? undefined
                : spoken({ page: page!, at: index - shown, name, namesOf, records })
            }
            tabIndex={index === stop ? 0 : -1}
            class="ls-row"
            style={{ transform: `translateY(${start}px)` }}
            onClick={() => row !== undefined && onSelect(row)}
          >
            {row === undefined ? (
              <span role="gridcell" class="ls-c-row">
                …
              </span>
            ) : (
              <Line
                page={page!}
                at={index - shown}
                {...{ classes, labelled, paired, name, namesOf, records }}
              />
            )}
          </div>
        );
      }),
    [page, shown, items[0]?.index, items[0]?.start, items.length, position, stop, labelled, records],
  );

  return (
    <div class={classOf({ sigmoid, paired, labelled, recorded: records !== undefined, areBrief })}>
      <div
        role="grid"
        aria-label={l10n.t('Rows')}
        aria-rowcount={total + 1}
        aria-colcount={columns.length}
        style={{ '--ls-name': `${Math.max(3, name(rows - 1).length)}ch` }}
      >
        <div role="rowgroup" class="ls-row-heads">
          <div role="row" aria-rowindex={1} class="ls-row ls-head">
            {columns.map((column) => (
              <Heading key={column.class} column={column} sort={sort} onSort={setSort} />
            ))}
          </div>
        </div>
        <div
          ref={scroller}
          role="rowgroup"
          class="ls-scroller"
          style={{ height: `${Math.max(1, Math.min(total, MAX_VISIBLE)) * ROW_HEIGHT}px` }}
          onKeyDown={onKeyDown}
          onPointerOver={(event) =>
            page && tellExactly(event.target as Element, { page, shown, records, namesOf })
          }
        >
          <div class="ls-canvas" role="presentation" style={{ height: `${totalSize}px` }}>
            {lines}
          </div>
        </div>
      </div>
      <div class="ls-foot ls-dim">
        <Listing {...{ filter, total, rows, brushed, sigmoid }} onAll={() => props.onBrush(undefined)} />
        {labelled && (
          <label class="ls-field">
            <input
              type="checkbox"
              checked={wrongOnly}
              onChange={(event) => setWrongOnly(event.currentTarget.checked)}
            />{' '}
            {sigmoid ? l10n.t('With wrong classes only') : l10n.t('Misclassified only')}
          </label>
        )}
        {error && <span class="ls-problem">{error}</span>}
      </div>
    </div>
  );
}

/** By which the style sheet knows what columns there are. */
const classOf = (is: Record<'sigmoid' | 'paired' | 'labelled' | 'recorded' | 'areBrief', boolean>) =>
  [
    'ls-rows',
    is.sigmoid && 'ls-yes-and-no',
    is.paired && 'ls-paired',
    is.labelled && 'ls-labelled',
    is.recorded && 'ls-recorded',
    is.recorded && is.areBrief && 'ls-brief',
  ]
    .filter(Boolean)
    .join(' ');

/** In a new order the beginning is what was asked for: it comes into sight, and its first row is selected. */
function useBeginning(
  order: string,
  { page, shown, order: answered }: Pick<Listed, 'page' | 'shown' | 'order'>,
  scrollTo: (index: number) => void,
  { selected, onSelect }: Pick<RowsProps, 'selected' | 'onSelect'>,
): void {
  const last = useRef(order);
  const wanted = useRef(false);
  // Whoever selects a row meanwhile wants that one.
  useEffect(() => void (wanted.current = false), [selected]);
  useEffect(() => {
    if (last.current === order) return;
    last.current = order;
    wanted.current = true;
    scrollTo(0);
  }, [order]);
  useEffect(() => {
    if (!wanted.current || !page || shown !== 0 || answered !== order) return;
    wanted.current = false;
    if (page.row.length > 0) onSelect(page.row[0]);
  }, [page, answered, order]);
}

/** A list stands where it was left. */
function useScrollKept({ left, keep }: RowsProps, scroller: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const list = scroller.current!;
    if (left.scroll) list.scrollTop = left.scroll;
    let timer: ReturnType<typeof setTimeout>;
    const scrolled = () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep({ scroll: list.scrollTop }), 200);
    };
    list.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      clearTimeout(timer);
      list.removeEventListener('scroll', scrolled);
    };
  }, []);
}

interface Listed {
  page?: RowsPage;
  /** The position in the list at which the page begins. */
  shown: number;
  /** The order that the page is of. */
  order?: string;
  error?: string;
}

/** The page of the list that is in sight. The one on the screen may be one behind the one asked for. */
function usePage(
  props: RowsProps,
  items: readonly { index: number }[],
  sort: RowsRequest['sort'],
  wrongOnly: boolean,
): Listed {
  const { client, session, version, settings, brushed } = props;
  const from = Math.floor((items[0]?.index ?? 0) / BLOCK) * BLOCK;
  const to = Math.ceil(((items.at(-1)?.index ?? 0) + 1) / BLOCK) * BLOCK;
  const request: RowsRequest = {
    session,
    settings,
    sort: sortUnder(props, sort),
    wrongOnly,
    ...(brushed && { where: brushed.where }),
    from,
    count: Math.max(BLOCK, to - from),
  };
  const { result: page, asked, error } = useAnswer(client, 'rows', request, version);
  const order = asked && orderText(asked);
  return { page, shown: asked?.from ?? 0, order, error };
}

function orderText({ sort, wrongOnly, where }: Pick<RowsRequest, 'sort' | 'wrongOnly' | 'where'>): string {
  return JSON.stringify([sort ?? null, wrongOnly ?? false, where ?? null]);
}

interface ListingProps extends Pick<RowsProps, 'rows' | 'brushed' | 'sigmoid'> {
  filter: boolean;
  total: number;
  onAll(): void;
}

/** How many rows are listed, and of what; with a way back to all of them. */
function Listing({ filter, total, rows, brushed, sigmoid, onAll }: ListingProps) {
  if (!brushed) {
    if (!filter) return <span>{rowsText(rows)}</span>;
    return <span>{sigmoid ? withWrongClasses(total, rows) : misclassified(total, rows)}</span>;
  }
  return (
    <span role="status">
      {l10n.t('{0} of {1} rows: {2}', count(total), count(rows), brushed.name)}{' '}
      <button type="button" class="ls-link" onClick={onAll}>
        {l10n.t('Show all')}
      </button>
    </span>
  );
}

function rowsText(n: number): string {
  return plural(n, l10n.t('1 row'), l10n.t('{0} rows', count(n)));
}

function withWrongClasses(n: number, rows: number): string {
  return l10n.t('{0} of {1} rows with wrong classes', count(n), count(rows));
}

function misclassified(n: number, rows: number): string {
  return l10n.t('{0} of {1} rows misclassified', count(n), count(rows));
}
