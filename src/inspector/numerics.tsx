import * as l10n from '@vscode/l10n';
import type { NaiveReport, RowFlag } from '../loss/types';
import { Finding } from './finding';
import css from './numerics.css';
import { style } from './styles';

style(css);

interface NumericsProps {
  report?: NaiveReport;
  /** Rows without a distribution, or with a loss that needs a word. */
  flags: readonly RowFlag[];
  labelled: boolean;
  name(row: number): string;
  onRow(row: number): void;
}

const MAX_LINKS = 6;

/** What must be said of single rows, and what the same rows would have given computed by hand in float32. */
export function Numerics({ report, flags, labelled, name, onRow }: NumericsProps) {
  const messages = new Map<string, number[]>();
  for (const { message, row } of flags) {
    const rows = messages.get(message);
    if (rows) rows.push(row);
    else messages.set(message, [row]);
  }
  return (
    <section class="ls-section" aria-label={l10n.t('Numerics')}>
      {[...messages].map(([message, rows]) => (
        <OfRows key={message} rows={rows} name={name} onRow={onRow}>
          {message}
        </OfRows>
      ))}
      <p class="ls-caption">{l10n.t('Numerics: the same rows with a naive float32 implementation')}</p>
      {report?.findings.map(({ kind, message, rows }) => (
        <OfRows key={kind + message} rows={rows} name={name} onRow={onRow}>
          {message}
        </OfRows>
      ))}
      {report?.findings.length === 0 && (
        <p class="ls-finding">
          <span class="ls-dim" aria-hidden="true">
            ✓
          </span>
          <span>
            {labelled
              ? l10n.t('No precision is lost: log(softmax(x)) gives the same losses to six digits.')
              : l10n.t('No overflow or underflow in these rows.')}
          </span>
        </p>
      )}
    </section>
  );
}

interface OfRowsProps extends Pick<NumericsProps, 'name' | 'onRow'> {
  rows: readonly number[];
  children: string;
}

/** A finding with the rows it is about, each a way to that row. */
function OfRows({ rows, name, onRow, children }: OfRowsProps) {
  return (
    <Finding>
      {children}
      {rows.slice(0, MAX_LINKS).map((row) => (
        <button key={row} type="button" class="ls-link ls-num" onClick={() => onRow(row)}>
          {l10n.t('Row {0}', name(row))}
        </button>
      ))}
      {rows.length > MAX_LINKS && <span class="ls-dim"> +{rows.length - MAX_LINKS}</span>}
    </Finding>
  );
}
