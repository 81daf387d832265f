import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { WorkerClient } from '../worker/client';
import type { RowsPage, RowsRequest, SortKey, ViewSettings } from '../worker/protocol';
import { Bars } from './bars';
import { count, full, narrow, probability } from './format';
import { useAnswer } from './hooks';
import { binOf } from './miniBars';
import { useVirtualRows } from './virtualRows';

const ROW_HEIGHT = 24;
const MAX_VISIBLE = 12;
/** Pages start at multiples of this, so that scrolling a row or two asks nothing. */
const BLOCK = 32;

interface RowsProps {
  client: WorkerClient;
  session: number;
  version: number;
  settings: ViewSettings;
  rows: number;
  classes: number;
  labelled: boolean;
  selected: number;
  /** What the classes of a row are called. */
  namesOf(row: number): readonly string[] | undefined;
  name(row: number): string;
  onSelect(row: number): void;
}

interface Column {
  key?: SortKey;
  title: string;
  about: string;
  class: string;
}

const COLUMNS: readonly Column[] = [
  { key: 'row', title: '#', about: 'row', class: 'ls-c-row' },
  { title: 'distribution', about: 'distribution', class: 'ls-c-bars' },
  { key: 'top', title: 'top', about: 'most probable class', class: 'ls-c-top' },
  { key: 'probability', title: 'p', about: 'its probability', class: 'ls-c-p' },
  { key: 'margin', title: 'margin', about: 'its lead over the second in probability', class: 'ls-c-margin' },
  { key: 'entropy', title: 'H', about: 'entropy in nats', class: 'ls-c-entropy' },
  { key: 'label', title: 'label', about: 'label', class: 'ls-c-label' },
  { key: 'loss', title: 'loss', about: 'cross-entropy in nats', class: 'ls-c-loss' },
];

/** The list of rows: virtual, sortable by any column, steered by arrow keys. */
export function Rows(props: RowsProps) {
  const { client, session, version, settings, rows, labelled, selected, name, onSelect } = props;
  const [sort, setSort] = useState<RowsRequest['sort']>();
  const [wrongOnly, setWrongOnly] = useState(false);
  const [total, setTotal] = useState(rows);
  const scroller = useRef<HTMLDivElement>(null);
  const filter = wrongOnly && labelled;
  const { items, totalSize, scrollTo } = useVirtualRows(scroller, total, ROW_HEIGHT);

  const from = Math.floor((items[0]?.index ?? 0) / BLOCK) * BLOCK;
  const to = Math.ceil(((items.at(-1)?.index ?? 0) + 1) / BLOCK) * BLOCK;
  const asked: RowsRequest = {
    session,
    settings,
    sort: sort && (labelled || (sort.key !== 'label' && sort.key !== 'loss')) ? sort : undefined,
    wrongOnly: filter,
    from,
    count: Math.max(BLOCK, to - from),
  };
  const { result: page, asked: answered, error } = useAnswer(client, 'rows', asked, version);
  // The page on the screen may be one behind the one asked for.
  const shown = answered?.from ?? 0;

  useEffect(() => {
    if (page) setTotal(page.total);
  }, [page]);
  useEffect(() => setTotal(rows), [rows]);
  // In a new order, the beginning is what was asked for.
  useEffect(() => scrollTo(0), [sort, filter]);

  const columns = COLUMNS.filter(({ key }) => labelled || (key !== 'label' && key !== 'loss'));
  const at = page ? page.row.indexOf(selected) : -1;
  const position = at < 0 ? -1 : shown + at;
  // One stop for the Tab key: the selected row, or the first in sight while that is elsewhere.
  const stop = items.some(({ index }) => index === position) ? position : items[0]?.index;

  // Moving by keyboard may lead to a row that is not on the page yet, or not asked for yet: it is selected and
  // focused when it is there.
  const wanted = useRef<number | undefined>(undefined);
  const focusing = useRef(false);
  useLayoutEffect(() => {
    const row = wanted.current === undefined ? undefined : page?.row[wanted.current - shown];
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
  const move = (to: number) => {
    const index = Math.max(0, Math.min(total - 1, to));
    scrollTo(index);
    focusing.current = true;
    const row = page?.row[index - shown];
    if (row === undefined) wanted.current = index;
    else onSelect(row);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const here = Math.max(0, position);
    const to = {
      ArrowDown: position < 0 ? 0 : here + 1,
      ArrowUp: here - 1,
      PageDown: here + MAX_VISIBLE,
      PageUp: here - MAX_VISIBLE,
      Home: 0,
      End: total - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  };

  // Lines are drawn anew when there is something new in them, not at every position of a slider.
  const lines = useMemo(
    () =>
      items.map(({ index, start }) => {
        const line = page && index >= shown ? index - shown : -1;
        const row = line >= 0 ? page!.row[line] : undefined;
        return (
          <div
            key={index}
            role="row"
            aria-rowindex={index + 2}
            aria-selected={index === position}
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
              <Line {...props} page={page!} at={line} name={name} />
            )}
          </div>
        );
      }),
    [page, shown, items[0]?.index, items[0]?.start, items.length, position, stop, labelled],
  );

  return (
    <section class={`ls-rows${labelled ? ' ls-labelled' : ''}`} aria-label="rows">
      <div
        role="grid"
        aria-label="rows"
        aria-rowcount={total + 1}
        aria-colcount={columns.length}
        style={{ '--ls-name': `${Math.max(3, name(rows - 1).length)}ch` }}
      >
        <div role="rowgroup" class="ls-row-heads">
          <div role="row" aria-rowindex={1} class="ls-row ls-head">
            {columns.map((column) => (
              <Heading key={column.title} column={column} sort={sort} onSort={setSort} />
            ))}
          </div>
        </div>
        <div
          ref={scroller}
          role="rowgroup"
          class="ls-scroller"
          style={{ height: `${Math.max(1, Math.min(total, MAX_VISIBLE)) * ROW_HEIGHT}px` }}
          onKeyDown={onKeyDown}
          onPointerOver={(event) => page && tell(event.target as Element, page, shown, props.namesOf)}
        >
          <div class="ls-canvas" role="presentation" style={{ height: `${totalSize}px` }}>
            {lines}
          </div>
        </div>
      </div>
      <div class="ls-foot ls-dim">
        <span>
          {filter
            ? `${count(total)} of ${count(rows)} rows wrong`
            : `${count(rows)} ${rows === 1 ? 'row' : 'rows'}`}
        </span>
        {labelled && (
          <label class="ls-field">
            <input
              type="checkbox"
              checked={wrongOnly}
              onChange={(event) => setWrongOnly(event.currentTarget.checked)}
            />{' '}
            wrong only
          </label>
        )}
        {error && <span class="ls-problem">{error}</span>}
      </div>
    </section>
  );
}

function Heading({
  column: { key, title, about, class: place },
  sort,
  onSort,
}: {
  column: Column;
  sort: RowsRequest['sort'];
  onSort(sort: RowsRequest['sort']): void;
}) {
  const active = sort && sort.key === key ? sort : undefined;
  const direction = active ? (active.descending ? 'descending' : 'ascending') : undefined;
  if (!key) {
    return (
      <span role="columnheader" class={place}>
        {title}
      </span>
    );
  }
  // Numbers are most telling from the largest down, ids from the smallest up.
  const first = key !== 'row' && key !== 'top' && key !== 'label';
  return (
    <span role="columnheader" class={place} aria-sort={direction ?? 'none'}>
      <button
        type="button"
        title={`Sort by ${about}`}
        onClick={() => {
          if (!active) onSort({ key, descending: first });
          else if (active.descending === first) onSort({ key, descending: !first });
          else onSort(undefined);
        }}
      >
        {title}
        {active && <span aria-hidden="true">{active.descending ? ' ▾' : ' ▴'}</span>}
      </button>
    </span>
  );
}

interface LineProps extends RowsProps {
  page: RowsPage;
  at: number;
}

function Line({ page, at, classes, labelled, name }: LineProps) {
  const { bins, heights } = page.bars;
  const row = page.row[at];
  const top = page.top[at];
  const label = page.label?.[at] ?? -1;
  const p = page.probability[at];
  const undefined_ = Number.isNaN(p);
  const wrong = label >= 0 && label !== top;
  const loss = page.loss?.[at];
  return (
    <>
      <span role="gridcell" class="ls-c-row">
        {name(row)}
      </span>
      <span role="gridcell" class="ls-c-bars">
        <Bars
          heights={heights.subarray(at * bins, (at + 1) * bins)}
          width={84}
          height={15}
          top={undefined_ ? undefined : binOf(top, classes, bins)}
          label={label >= 0 ? binOf(label, classes, bins) : undefined}
        />
      </span>
      <span role="gridcell" class={wrong ? 'ls-c-top ls-bad' : 'ls-c-top'}>
        {undefined_ ? '–' : top}
      </span>
      <span role="gridcell" class="ls-c-p">
        {probability(p)}
      </span>
      <span role="gridcell" class="ls-c-margin">
        {probability(page.margin[at])}
      </span>
      <span role="gridcell" class="ls-c-entropy">
        {narrow(page.entropy[at], 2, 5)}
      </span>
      {labelled && (
        <>
          <span role="gridcell" class="ls-c-label">
            {label >= 0 ? label : '–'}
          </span>
          <span role="gridcell" class={wrong ? 'ls-c-loss ls-bad' : 'ls-c-loss'}>
            {label < 0 || loss === undefined ? '–' : narrow(loss, 3, 6)}
          </span>
        </>
      )}
    </>
  );
}

/** Gives the cell under the pointer its exact value as a tooltip; hundreds of cells would carry theirs in vain. */
function tell(target: Element, page: RowsPage, shown: number, namesOf: RowsProps['namesOf']): void {
  const cell = target.closest<HTMLElement>('[role="gridcell"]');
  const line = Number(cell?.parentElement?.getAttribute('aria-rowindex')) - 2 - shown;
  if (!cell || !(line >= 0 && line < page.row.length)) return;
  const column = COLUMNS.find((c) => cell.classList.contains(c.class));
  switch (column?.key) {
    case 'top':
      cell.title = namesOf(page.row[line])?.[page.top[line]] ?? '';
      break;
    case 'label':
      cell.title = namesOf(page.row[line])?.[page.label?.[line] ?? -1] ?? '';
      break;
    case 'probability':
    case 'margin':
    case 'entropy':
    case 'loss':
      cell.title = full(page[column.key]?.[line] ?? NaN);
      break;
  }
}
