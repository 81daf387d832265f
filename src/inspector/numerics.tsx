import * as l10n from '@vscode/l10n';
import type { NaiveFinding, NaiveReport } from '../loss/types';
import css from './numerics.css';
import { RowLinks, type ToRows } from './rowLinks';
import { Section } from './sections/section';
import { style } from './styles';

style(css);

interface NumericsProps extends ToRows {
  report?: NaiveReport;
  labelled: boolean;
}

/**
 * What the same rows would have given computed by hand in float32: told where it changes a loss or loses it; the rest is
 * one line to open.
 */
export function Numerics({ report, labelled, name, onRow }: NumericsProps) {
  // Of rows that stay in a kernel none is looked at.
  if (!report || report.examined === 0) return null;
  const [grave, trivial] = split(report.findings);
  const line = (finding: NaiveFinding) => (
    <p key={finding.kind + finding.message} class="ls-numeric">
      <span class="ls-dim" aria-hidden="true">
        ≠
      </span>
      <span>
        {finding.message} <RowLinks rows={finding.rows} name={name} onRow={onRow} />
      </span>
    </p>
  );
  const same = l10n.t('a naive float32 implementation gives the same losses to six digits');
  const ofLosses = report.losses > 0 ? same : l10n.t('no row has a finite loss to compare');
  const plain = labelled ? ofLosses : l10n.t('no overflow or underflow in float32');
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
