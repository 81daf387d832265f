import * as l10n from '@vscode/l10n';
import { useId, useState } from 'preact/hooks';
import type { NaiveFinding, NaiveReport, RowFlag } from '../loss/types';
import { Finding } from './finding';
import css from './numerics.css';
import { style } from './styles';

style(css);

interface ToRows {
  name(row: number): string;
  onRow(row: number): void;
}

const MAX_LINKS = 6;

/** What must be said of single rows: without a distribution, or with a loss that needs a word. */
export function Flags({ flags, name, onRow }: ToRows & { flags: readonly RowFlag[] }) {
  const messages = new Map<string, number[]>();
  for (const { message, row } of flags) {
    const rows = messages.get(message);
    if (rows) rows.push(row);
    else messages.set(message, [row]);
  }
  return [...messages].map(([message, rows]) => (
    <Finding key={message} class="ls-notice">
      {sentence(message)}
      <Links rows={rows} name={name} onRow={onRow} />
    </Finding>
  ));
}

/** A clause as a sentence of its own. */
function sentence(clause: string): string {
  return clause.charAt(0).toLocaleUpperCase() + clause.slice(1);
}

interface NumericsProps extends ToRows {
  report?: NaiveReport;
  labelled: boolean;
}

/**
 * What the same rows would have given computed by hand in float32: told where it changes a loss or loses it; the rest is
 * one line to open.
 */
export function Numerics({ report, labelled, name, onRow }: NumericsProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  if (!report) return null;
  const [grave, trivial] = split(report.findings);
  const line = (finding: NaiveFinding) => (
    <p key={finding.kind + finding.message} class="ls-numeric">
      <span class="ls-dim" aria-hidden="true">
        ≠
      </span>
      <span>
        {finding.message}
        <Links rows={finding.rows} name={name} onRow={onRow} />
      </span>
    </p>
  );
  return (
    <section class="ls-section ls-numerics" aria-label={l10n.t('Numerics')}>
      {grave.length > 0 && (
        <>
          <p class="ls-caption">{l10n.t('Numerics: the same rows with a naive float32 implementation')}</p>
          {grave.map(line)}
        </>
      )}
      {trivial.length > 0 && (
        <>
          <button
            type="button"
            class="ls-disclosure ls-dim"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <span class="ls-triangle" aria-hidden="true" />
            {grave.length > 0
              ? l10n.t('Smaller differences in float32')
              : l10n.t('Numerics: naive float32 changes no loss by more than 1%')}
          </button>
          <div id={id} hidden={!open}>
            {open && trivial.map(line)}
          </div>
        </>
      )}
      {report.findings.length === 0 && (
        <p class="ls-caption">
          {labelled
            ? l10n.t('Numerics: a naive float32 implementation gives the same losses to six digits')
            : l10n.t('Numerics: no overflow or underflow in float32')}
        </p>
      )}
    </section>
  );
}

/** Those that change a loss by more than a hundredth, or lose it; and the others. */
function split(findings: readonly NaiveFinding[]): [grave: NaiveFinding[], trivial: NaiveFinding[]] {
  const isGrave = ({ change = Infinity }: NaiveFinding) => change > 0.01;
  return [findings.filter(isGrave), findings.filter((finding) => !isGrave(finding))];
}

/** Ways to the rows that a sentence is about. */
function Links({ rows, name, onRow }: ToRows & { rows: readonly number[] }) {
  return (
    <>
      {rows.slice(0, MAX_LINKS).map((row) => (
        <button key={row} type="button" class="ls-link ls-num" onClick={() => onRow(row)}>
          {l10n.t('Row {0}', name(row))}
        </button>
      ))}
      {rows.length > MAX_LINKS && <span class="ls-dim"> +{rows.length - MAX_LINKS}</span>}
    </>
  );
}
