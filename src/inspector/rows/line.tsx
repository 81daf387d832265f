import * as l10n from '@vscode/l10n';
import type { RowsPage } from '../../worker/protocol';
import { Bars } from '../bars';
import { full, narrow, share } from '../format';
import { LineOfYesAndNo, spokenOfYesAndNo, targetsText } from './lineOfYesAndNo';
import type { LineProps, NamesOf } from './lineProps';
import { binOf } from '../../arrays/binOf';
import type { Records } from './useRecords';

/** The cells of one row: its number, what its record holds where it has one, and what is computed of it. */
export function Line(props: LineProps) {
  const { page, at, name, records } = props;
  return (
    <>
      <span role="gridcell" class="ls-c-row">
        {name(page.row[at])}
      </span>
      {records && (
        <span role="gridcell" class="ls-c-record">
          {records.textOf(page.row[at])}
        </span>
      )}
      {page.sigmoid ? <LineOfYesAndNo {...props} /> : <LineOfOneClass {...props} />}
    </>
  );
}

function LineOfOneClass(props: LineProps) {
  const { page, at, labelled, namesOf, paired } = props;
  const names = namesOf(page.row[at]);
  const top = page.top[at];
  const label = page.label?.[at] ?? -1;
  const p = page.probability[at];
  const undefined_ = Number.isNaN(p);
  const wrong = label >= 0 && label !== top;
  const loss = page.loss?.[at];
  return (
    <>
      <span role="gridcell" class="ls-c-bars">
        <Distribution {...props} />
      </span>
      <span role="gridcell" class={wrong ? 'ls-c-top ls-bad' : 'ls-c-top'}>
        {undefined_ ? '–' : (names?.[top] ?? top)}
      </span>
      <span role="gridcell" class="ls-c-p">
        {share(p)}
      </span>
      {!paired && (
        <span role="gridcell" class="ls-c-margin">
          {share(page.margin[at])}
        </span>
      )}
      <span role="gridcell" class="ls-c-entropy">
        {undefined_ ? '–' : narrow(page.entropy[at], 2, 5).replace(/^0\./, '.')}
      </span>
      {labelled && (
        <>
          <span role="gridcell" class="ls-c-label">
            {label >= 0 ? (names?.[label] ?? label) : '–'}
          </span>
          <span role="gridcell" class={wrong ? 'ls-c-loss ls-bad' : 'ls-c-loss'}>
            {label < 0 || loss === undefined ? '–' : narrow(loss, 3, 6)}
          </span>
        </>
      )}
    </>
  );
}

/** The probabilities of a row as bars, or that of its only yes along a line. */
function Distribution({ page, at, classes, paired }: LineProps) {
  const { bins, heights } = page.bars;
  const label = page.label?.[at] ?? -1;
  if (paired) return <Score p={heights[at * bins + 1]} label={label} />;
  return (
    <Bars
      heights={heights.subarray(at * bins, (at + 1) * bins)}
      width={84}
      height={15}
      top={Number.isNaN(page.probability[at]) ? undefined : binOf(page.top[at], classes, bins)}
      label={label >= 0 ? binOf(label, classes, bins) : undefined}
    />
  );
}

/** The probability of a yes along a line from 0 to 1, with the label at its end. */
function Score({ p, label }: { p: number; label: number }) {
  return (
    <span class="ls-score" aria-hidden="true">
      <span class={p > 0.5 ? 'ls-score-yes' : 'ls-score-no'} style={{ width: `${100 * p}%` }} />
      {label >= 0 && (
        <span class="ls-score-label" style={label === 1 ? { insetInlineEnd: 0 } : { insetInlineStart: 0 }} />
      )}
    </span>
  );
}

/** A row in words, for those who hear it. */
export function spoken(line: Pick<LineProps, 'page' | 'at' | 'name' | 'namesOf' | 'records'>): string {
  const { page, at, records } = line;
  const said = page.sigmoid ? spokenOfYesAndNo(line) : spokenOfOneClass(line);
  const text = records?.textOf(page.row[at]);
  return text ? `${said}, ${text}` : said;
}

function spokenOfOneClass({
  page,
  at,
  name,
  namesOf,
}: Pick<LineProps, 'page' | 'at' | 'name' | 'namesOf'>): string {
  const row = page.row[at];
  const p = page.probability[at];
  if (Number.isNaN(p)) return l10n.t('Row {0}, no distribution', name(row));
  const names = namesOf(row);
  const nameOf = (id: number) => names?.[id] ?? String(id);
  const label = page.label?.[at] ?? -1;
  const said = [name(row), nameOf(page.top[at]), share(p)] as const;
  return label < 0
    ? l10n.t('Row {0}, predicted {1}, confidence {2}', ...said)
    : l10n.t(
        'Row {0}, predicted {1}, confidence {2}, label {3}, loss {4}',
        ...said,
        nameOf(label),
        narrow(page.loss?.[at] ?? NaN, 3, 6),
      );
}

/** What a cell says in full, by its class; the others say it already. */
const FULL: Readonly<Record<string, (page: RowsPage, at: number, namesOf: NamesOf) => string | undefined>> = {
  'ls-c-top': (page, at, namesOf) => namesOf(page.row[at])?.[page.top[at]],
  'ls-c-label': (page, at, namesOf) =>
    page.sigmoid?.targets
      ? targetsText(page, at, namesOf(page.row[at]))
      : namesOf(page.row[at])?.[page.label?.[at] ?? -1],
  'ls-c-p': (page, at) => full(page.probability[at]),
  'ls-c-margin': (page, at) => full(page.margin[at]),
  'ls-c-entropy': (page, at) => full(page.entropy[at]),
  'ls-c-loss': (page, at) => full(page.loss?.[at] ?? NaN),
};

/** Gives the cell under the pointer its exact value as a tooltip; hundreds of cells would carry theirs in vain. */
export function tellExactly(
  target: Element,
  { page, shown, records, namesOf }: { page: RowsPage; shown: number; records?: Records; namesOf: NamesOf },
): void {
  const cell = target.closest<HTMLElement>('[role="gridcell"]');
  const at = Number(cell?.parentElement?.getAttribute('aria-rowindex')) - 2 - shown;
  if (!cell || !(at >= 0 && at < page.row.length)) return;
  if (cell.classList.contains('ls-c-record')) cell.title = records?.textOf(page.row[at]) ?? '';
  const tell = FULL[[...cell.classList].find((name) => name in FULL) ?? ''];
  if (tell) cell.title = tell(page, at, namesOf) ?? '';
}
