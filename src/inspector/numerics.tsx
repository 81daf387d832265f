import * as l10n from '@vscode/l10n';
import type { NaiveFinding, NaiveReport, RowFlag } from '../loss/types';
import { Finding } from './finding';
import css from './numerics.css';
import { Section } from './sections/section';
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
  const plain = labelled
    ? l10n.t('a naive float32 implementation gives the same losses to six digits')
    : l10n.t('no overflow or underflow in float32');
  return (
    <>
      {grave.length > 0 && (
        <section class="ls-section ls-numerics" aria-label={l10n.t('Numerics')}>
          <p class="ls-caption">{l10n.t('Numerics: the same rows with a naive float32 implementation')}</p>
          {grave.map(line)}
        </section>
      )}
      {trivial.length > 0 && (
        <Section
          name={grave.length > 0 ? l10n.t('Smaller differences in float32') : l10n.t('Numerics')}
          words={grave.length > 0 ? '' : l10n.t('naive float32 changes no loss by more than 1%')}
        >
          {trivial.map(line)}
        </Section>
      )}
      {report.findings.length === 0 && <Section name={l10n.t('Numerics')} words={plain} />}
    </>
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
