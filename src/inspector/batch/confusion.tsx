import * as l10n from '@vscode/l10n';
import { cellWidth } from '../../code/evaluation/cellWidth';
import type { ConfusionCell } from '../../loss/types';
import { count, percent } from '../format';
import { style } from '../styles';
import css from './confusion.css';
import { Figure } from './figure';
import { Mark, type Brush } from './mark';

style(css);

/** A confusion matrix is drawn up to this many classes; beyond, its largest errors are listed. */
const MAX_MATRIX = 40;
/** Counts and names stand in it up to this many. */
const MAX_WRITTEN = 12;
const LISTED_PAIRS = 8;
/** Pixels of its cells in a row. */
const ACROSS = 440;
/** Of a class's name on an axis, in characters. */
const MAX_NAME = 9;

interface ConfusionProps {
  cells: readonly ConfusionCell[];
  classes: number;
  brush: Brush;
  nameOf(id: number): string;
}

export function Confusion(props: ConfusionProps) {
  return props.classes > MAX_MATRIX ? <MostConfused {...props} /> : <Matrix {...props} />;
}

/** The rows of a pair, and what is said of them. */
function markOf({ label, predicted, count: n }: ConfusionCell, rows: number, nameOf: (id: number) => string) {
  const names = [nameOf(label), nameOf(predicted)] as const;
  return {
    of: { where: { label, predicted }, name: l10n.t('label {0}, predicted {1}', ...names) },
    tip: l10n.t('Label {0}, predicted {1}: {2} of {3} rows', ...names, count(n), count(rows)),
  };
}

function MostConfused({ cells, brush, nameOf }: ConfusionProps) {
  const wrong = cells.filter(({ label, predicted }) => label !== predicted);
  const perLabel = rowsOfLabels(cells);
  return (
    <Figure class="ls-confusion" caption={l10n.t('Most confused')} about={l10n.t('label → predicted')}>
      {wrong.length === 0 ? (
        <p class="ls-dim">{l10n.t('No misclassified rows')}</p>
      ) : (
        <ul class="ls-pairs">
          {wrong.slice(0, LISTED_PAIRS).map((cell) => (
            <li key={`${cell.label} ${cell.predicted}`}>
              <Mark brush={brush} {...markOf(cell, perLabel.get(cell.label)!, nameOf)}>
                <bdi class="ls-label">{nameOf(cell.label)}</bdi> → <bdi>{nameOf(cell.predicted)}</bdi>{' '}
                <span class="ls-dim">{count(cell.count)}</span>
              </Mark>
            </li>
          ))}
        </ul>
      )}
    </Figure>
  );
}

function Matrix({ cells, classes, brush, nameOf }: ConfusionProps) {
  const perLabel = rowsOfLabels(cells);
  const filled = new Map(cells.map((cell) => [cell.label * classes + cell.predicted, cell]));
  const { ids, about } = shownOf(cells, classes);
  const written = ids.length <= MAX_WRITTEN;
  const short = (id: number) => {
    const name = nameOf(id);
    return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name;
  };
  return (
    <Figure class="ls-confusion" caption={l10n.t('Confusion')} about={about}>
      <table
        class={written ? 'ls-matrix' : 'ls-matrix ls-dense'}
        style={{ '--ls-cell': `${cellWidth(ids.map(short), ACROSS)}px` }}
      >
        <thead>
          <tr>
            <td />
            {ids.map((id) => (
              <th key={id} scope="col" title={nameOf(id)}>
                <span class={written ? undefined : 'ls-hidden'}>{short(id)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ids.map((label) => (
            <tr key={label}>
              <th scope="row" title={nameOf(label)}>
                <span class={written ? undefined : 'ls-hidden'}>{short(label)}</span>
              </th>
              {ids.map((predicted) => {
                const cell = filled.get(label * classes + predicted);
                return (
                  <td key={predicted}>
                    {cell && <Cell cell={cell} {...{ written, brush, nameOf }} rows={perLabel.get(label)!} />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}

/** Of many classes, those that there is something to show of. */
function shownOf(
  cells: readonly ConfusionCell[],
  classes: number,
): { ids: readonly number[]; about: string } {
  const all = Array.from({ length: classes }, (_, id) => id);
  const seen = new Set(cells.flatMap(({ label, predicted }) => [label, predicted]));
  if (classes <= MAX_WRITTEN || seen.size === classes)
    return { ids: all, about: l10n.t('rows are labels; columns are predictions') };
  return {
    ids: all.filter((id) => seen.has(id)),
    about: l10n.t('rows are labels; columns are predictions; {0} of {1} classes', seen.size, classes),
  };
}

interface CellProps extends Pick<ConfusionProps, 'brush' | 'nameOf'> {
  cell: ConfusionCell;
  written: boolean;
  /** With the cell's label. */
  rows: number;
}

/** The stronger the colour, the more of the label's rows; the diagonal is right, and plain. */
function Cell({ cell, written, brush, nameOf, rows }: CellProps) {
  const share = cell.count / rows;
  // At 40% its count is still read on it, in dark themes and light ones.
  const colour = cell.label === cell.predicted ? 'var(--ls-accent)' : 'var(--ls-bad)';
  const { of, tip } = markOf(cell, rows, nameOf);
  return (
    <Mark
      class="ls-cell"
      brush={brush}
      of={of}
      tip={`${tip} (${percent(share)})`}
      style={{ background: `color-mix(in srgb, ${colour} ${Math.round(8 + 32 * share)}%, transparent)` }}
    >
      {written && count(cell.count)}
    </Mark>
  );
}

function rowsOfLabels(cells: readonly ConfusionCell[]): Map<number, number> {
  const rows = new Map<number, number>();
  for (const { label, count: n } of cells) rows.set(label, (rows.get(label) ?? 0) + n);
  return rows;
}
