import * as l10n from '@vscode/l10n';
import { numberText } from '../../arrays/words/numberText';
import { plural } from '../../arrays/words/plural';
import type { BatchSummary, RowLoss } from '../../loss/types';
import { count, fixed, full } from '../format';
import { style } from '../styles';
import { Figure } from './figure';
import css from './losses.css';
import { Mark, type Brush } from './mark';

style(css);

interface LossesProps {
  histogram: NonNullable<BatchSummary['lossHistogram']>;
  few?: readonly RowLoss[];
  brush: Brush;
  /** What a row is called. */
  name(row: number): string;
  onRow(row: number): void;
}

/** How the losses of the rows lie: as bars, or as dots where they are few. */
export function Losses(props: LossesProps) {
  const { edges } = props.histogram;
  const largest = edges[edges.length - 1];
  return (
    <Figure class="ls-losses" caption={l10n.t('Loss per row')} about={l10n.t('nats; wrong in red')}>
      {props.few ? <Dots {...props} few={props.few} largest={largest} /> : <Bins {...props} />}
      <div class="ls-axis" aria-hidden="true">
        {[0, largest / 2, largest].map((value) => (
          <span key={value}>{tick(value)}</span>
        ))}
      </div>
      <div class="ls-axis-title">{l10n.t('Loss')}</div>
    </Figure>
  );
}

function Bins({ histogram: { edges, counts, wrong }, brush }: LossesProps) {
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  return (
    <div class="ls-plot ls-bins">
      <span class="ls-most" aria-hidden="true">
        {plural(most, l10n.t('up to 1 row'), l10n.t('up to {0} rows', count(most)))}
      </span>
      {Array.from(counts, (n, i) => {
        const [from, to] = [edges[i], edges[i + 1]];
        const span = [fixed(from, 3), fixed(to, 3)] as const;
        const tip = plural(
          n,
          l10n.t('Loss {0} to {1}: 1 row', ...span),
          l10n.t('Loss {0} to {1}: {2} rows', ...span, count(n)),
        );
        const height = (rows: number) => ({ height: `${(100 * rows) / most}%` });
        // The largest loss lies on the last edge.
        const end = i === counts.length - 1 ? Infinity : to;
        return (
          <Mark
            key={i}
            class="ls-bin"
            brush={brush}
            of={{ where: { loss: [from, end] }, name: l10n.t('loss {0} to {1}', ...span) }}
            tip={tip}
          >
            <span class="ls-bin-wrong" style={height(wrong?.[i] ?? 0)} />
            <span class="ls-bin-right" style={height(n - (wrong?.[i] ?? 0))} />
          </Mark>
        );
      })}
    </div>
  );
}

function Dots({ few, largest, name, onRow }: LossesProps & { few: readonly RowLoss[]; largest: number }) {
  return (
    <div class="ls-plot ls-dots">
      {/* A loss that is no number has no place; the findings name its row. */}
      {few.map(({ row, loss, wrong }) => {
        if (!Number.isFinite(loss)) return null;
        const tip = l10n.t('Row {0}: loss {1}', name(row), full(loss));
        const share = largest > 0 ? Math.max(0, loss / largest) : 0;
        return (
          <button
            key={row}
            type="button"
            class={wrong ? 'ls-dot ls-wrong' : 'ls-dot'}
            style={{ left: `${100 * share}%` }}
            data-tip={tip}
            aria-label={tip}
            onClick={() => onRow(row)}
          />
        );
      })}
    </div>
  );
}

function tick(value: number): string {
  return numberText(value, 3);
}
