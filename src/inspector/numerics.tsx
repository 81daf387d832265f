import type { NaiveReport, RowFlag } from '../loss/types';

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
    <section class="ls-section" aria-label="numerics">
      {[...messages].map(([message, rows]) => (
        <Finding key={message} rows={rows} name={name} onRow={onRow}>
          {message}
        </Finding>
      ))}
      <p class="ls-caption">numerics: the same rows, computed the way people write it by hand in float32</p>
      {report?.findings.map(({ kind, message, rows }) => (
        <Finding key={kind + message} rows={rows} name={name} onRow={onRow}>
          {message}
        </Finding>
      ))}
      {report?.findings.length === 0 && (
        <p class="ls-finding">
          <span class="ls-dim" aria-hidden="true">
            ✓
          </span>
          <span>
            {labelled
              ? 'Nothing is lost in these rows: log(softmax(x)) by hand gives the same losses to six digits.'
              : 'Nothing overflows or underflows in these rows.'}
          </span>
        </p>
      )}
    </section>
  );
}

interface FindingProps extends Pick<NumericsProps, 'name' | 'onRow'> {
  rows: readonly number[];
  children: string;
}

function Finding({ rows, name, onRow, children }: FindingProps) {
  return (
    <p class="ls-finding">
      <span class="ls-label" aria-hidden="true">
        ◆
      </span>
      <span>
        {children}
        {rows.slice(0, MAX_LINKS).map((row) => (
          <button key={row} type="button" class="ls-link ls-num" onClick={() => onRow(row)}>
            row {name(row)}
          </button>
        ))}
        {rows.length > MAX_LINKS && <span class="ls-dim"> +{rows.length - MAX_LINKS}</span>}
      </span>
    </p>
  );
}
