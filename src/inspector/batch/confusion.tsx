import * as l10n from '@vscode/l10n';
import type { BatchSummary } from '../../loss/types';
import { count } from '../format';
import { style } from '../styles';
import css from './confusion.css';
import { Figure } from './figure';

style(css);

/** A confusion matrix is drawn up to this many classes; beyond, its largest errors are listed. */
const MAX_MATRIX = 40;
const LISTED_PAIRS = 8;

type Cells = NonNullable<BatchSummary['confusion']>;

interface ConfusionProps {
  cells: Cells;
  classes: number;
  nameOf(id: number): string;
}

export function Confusion(props: ConfusionProps) {
  return props.classes > MAX_MATRIX ? <MostConfused {...props} /> : <Matrix {...props} />;
}

function MostConfused({ cells, nameOf }: ConfusionProps) {
  const wrong = cells.filter(({ label, predicted }) => label !== predicted);
  return (
    <figure class="ls-figure">
      <figcaption>{l10n.t('Most confused')}</figcaption>
      {wrong.length === 0 ? (
        <p class="ls-dim">{l10n.t('No misclassified rows')}</p>
      ) : (
        <table class="ls-pairs">
          <thead class="ls-hidden">
            <tr>
              {columns().map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {wrong.slice(0, LISTED_PAIRS).map(({ label, predicted, count: n }) => (
              <tr key={`${label} ${predicted}`}>
                <td class="ls-label">{nameOf(label)}</td>
                <td>→ {nameOf(predicted)}</td>
                <td>{count(n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </figure>
  );
}

function Matrix({ cells, classes, nameOf }: ConfusionProps) {
  const perLabel = new Map<number, number>();
  for (const { label, count: n } of cells) perLabel.set(label, (perLabel.get(label) ?? 0) + n);
  const filled = new Map(cells.map((cell) => [cell.label * classes + cell.predicted, cell.count]));
  const rows = Array.from({ length: classes * classes }, (_, i) => {
    const label = Math.floor(i / classes);
    const predicted = i % classes;
    const n = filled.get(i) ?? 0;
    return {
      label,
      predicted,
      // An empty cell is a shade of the grid.
      share: n === 0 ? 0.07 : 0.25 + 0.75 * (n / perLabel.get(label)!),
      fill: label !== predicted && n > 0 ? 'var(--ls-bad)' : 'var(--ls-bar-top)',
      tip: l10n.t('Label {0}, predicted {1}: {2}', nameOf(label), nameOf(predicted), count(n)),
    };
  });
  return (
    <Figure
      caption={l10n.t('Confusion')}
      about={l10n.t('Rows are labels, columns are predictions')}
      template="confusion"
      label={l10n.t('Confusion matrix of labels and predictions')}
      padding={4}
      width={80}
      height={80}
      reserve={88}
      rows={rows}
      signals={{ classes }}
      head={columns()}
      table={cells.map(({ label, predicted, count: n }) => [nameOf(label), nameOf(predicted), n])}
    />
  );
}

function columns(): string[] {
  return [l10n.t('Label'), l10n.t('Predicted'), l10n.t('Rows')];
}
