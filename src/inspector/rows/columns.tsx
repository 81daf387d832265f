import * as l10n from '@vscode/l10n';
import type { RowsRequest, SortKey } from '../../worker/protocol';

export interface Column {
  key?: SortKey;
  title: string;
  /** What sorting by it is called. */
  sortBy?: string;
  class: string;
}

const COLUMNS: readonly (() => Column)[] = [
  () => ({ key: 'row', title: '#', sortBy: l10n.t('Sort by row'), class: 'ls-c-row' }),
  () => ({ title: l10n.t('Distribution'), class: 'ls-c-bars' }),
  () => ({
    key: 'top',
    title: l10n.t('Predicted'),
    sortBy: l10n.t('Sort by most probable class'),
    class: 'ls-c-top',
  }),
  () => ({
    key: 'probability',
    title: l10n.t('Confidence'),
    sortBy: l10n.t('Sort by top probability'),
    class: 'ls-c-p',
  }),
  () => ({
    key: 'margin',
    title: l10n.t('Margin'),
    sortBy: l10n.t('Sort by margin between the two top probabilities'),
    class: 'ls-c-margin',
  }),
  () => ({
    key: 'entropy',
    title: l10n.t('Entropy'),
    sortBy: l10n.t('Sort by entropy in nats'),
    class: 'ls-c-entropy',
  }),
  () => ({ key: 'label', title: l10n.t('Label'), sortBy: l10n.t('Sort by label'), class: 'ls-c-label' }),
  () => ({
    key: 'loss',
    title: l10n.t('Loss'),
    sortBy: l10n.t('Sort by cross-entropy in nats'),
    class: 'ls-c-loss',
  }),
];

/** Of rows whose classes are each a yes or no of its own. */
const OF_YES_AND_NO: readonly (() => Column)[] = [
  COLUMNS[0],
  () => ({ title: l10n.t('Probabilities'), class: 'ls-c-bars' }),
  () => ({
    key: 'top',
    title: l10n.t('Top class'),
    sortBy: l10n.t('Sort by most probable class'),
    class: 'ls-c-top',
  }),
  () => ({
    key: 'probability',
    title: l10n.t('Highest'),
    sortBy: l10n.t('Sort by highest probability'),
    class: 'ls-c-p',
  }),
  () => ({
    key: 'above',
    title: l10n.t('Above .5'),
    sortBy: l10n.t('Sort by the number of classes with a probability above one half'),
    class: 'ls-c-above',
  }),
  () => ({ title: l10n.t('Targets'), class: 'ls-c-label' }),
  () => ({
    key: 'missed',
    title: l10n.t('Wrong'),
    sortBy: l10n.t('Sort by the number of classes on the wrong side of one half'),
    class: 'ls-c-missed',
  }),
  COLUMNS[COLUMNS.length - 1],
];

/** What rows are: distributions over classes, scores of one yes or no each, or of several. */
export interface RowsAre {
  labelled: boolean;
  /** Each class is a yes or no of its own. */
  sigmoid: boolean;
  /** Each row is one score, as two classes. */
  paired: boolean;
}

/** The text or id of a file's record, under its field's name. */
export const ofRecords = (field: string): Column => ({ title: field, class: 'ls-c-record' });

/** Labels and what follows from them have columns where there are labels. */
export function columnsOf({ labelled, sigmoid, paired }: RowsAre): Column[] {
  return (
    (sigmoid ? OF_YES_AND_NO : COLUMNS)
      .map((column) => column())
      .filter(({ key, class: place }) => labelled || !(needsLabels(key) || place === 'ls-c-label'))
      // Of two classes it says what the confidence says.
      .filter(({ key }) => !paired || key !== 'margin')
      .map((column) =>
        paired && column.class === 'ls-c-bars' ? { ...column, title: l10n.t('Positive') } : column,
      )
  );
}

export function needsLabels(key: SortKey | undefined): boolean {
  return key === 'label' || key === 'loss' || key === 'missed';
}

/** The key to sort by, where there is a column of it. */
export function sortUnder(rows: RowsAre, sort: RowsRequest['sort']): RowsRequest['sort'] {
  return sort && columnsOf(rows).some(({ key }) => key === sort.key) ? sort : undefined;
}

interface HeadingProps {
  column: Column;
  sort: RowsRequest['sort'];
  onSort(sort: RowsRequest['sort']): void;
}

/** The head of a column; a click sorts by it, a second the other way round, a third not at all. */
export function Heading({ column: { key, title, sortBy, class: place }, sort, onSort }: HeadingProps) {
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
        title={sortBy}
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
