import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import type { Evaluation } from '../../loss/types';
import { Confusion } from './confusion';
import { DataTable } from './dataTable';
import css from './evaluation.css';
import { Figures } from './figures';
import { escaped, markupOf } from './markup';
import { Legend } from './legend';
import { Question } from './question';
import { Reliability } from './reliability';
import reportCss from './report.css';
import { findingsOf } from './reportFindings';
import { Losses, Risk } from './risk';
import { shownAs } from './shownAs';
import { SliceTable } from './slices';
import { classNamed, reportTables } from './tables';
import { count, heaviestText } from './words';

interface ReportProps {
  evaluation: Evaluation;
  origin: string;
}

/**
 * An evaluation as one file that needs nothing else: no script, nothing fetched, in the reader's own light or dark. The
 * charts are the view's.
 */
export function evaluationHtml(evaluation: Evaluation, origin: string): string {
  const title = l10n.t('Evaluation of {0}', printable(origin));
  const body = (
    <body>
      <main>
        <h1>{title}</h1>
        <Report evaluation={evaluation} origin={origin} />
      </main>
    </body>
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${reportCss}${css}</style>
</head>
${markupOf(body)}
</html>
`;
}

function Report({ evaluation, origin }: ReportProps) {
  const findings = findingsOf(evaluation);
  const tables = reportTables(evaluation).filter(({ drawn }) => !drawn);
  return (
    <div class="ls-colors le-root">
      <div class="le-head">
        <span class="ls-chip">{l10n.t('evaluation')}</span>
        <b>{printable(origin)}</b>
        <span class="le-num">
          {count(evaluation.rows.counted)}×{count(evaluation.classes)}
        </span>
        {shownAs(evaluation).map((said) => (
          <span key={said} class="ls-chip">
            {said}
          </span>
        ))}
      </div>
      {findings.length > 0 && (
        <ul class="le-findings">
          {findings.map((sentence) => (
            <li key={sentence}>
              <span class="ls-label" aria-hidden="true">
                ◆
              </span>
              <span>{sentence}</span>
            </li>
          ))}
        </ul>
      )}
      {evaluation.task !== 'multilabel' && <Charts evaluation={evaluation} />}
      <div class="le-tables">
        {tables.map(({ title, about, heads, rows }) => (
          <section key={title}>
            <h2>{title}</h2>
            {about && <p class="le-caption">{about}</p>}
            <div class="le-scroll" tabIndex={0} role="group" aria-label={title}>
              <DataTable class="le-report-table" heads={heads} rows={rows} />
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}

function Charts({ evaluation }: { evaluation: Evaluation }) {
  const { eceLimit, reliability, risk, losses, confusion, slices, calibration, classes } = evaluation;
  const isGiven = evaluation.options.calibration === undefined;
  const after = isGiven ? calibration?.temperature?.crossFitted.reliability : undefined;
  return (
    <>
      {eceLimit !== undefined && <Figures summary={{ ...evaluation, figures: evaluation, eceLimit }} />}
      <div class="le-middle">
        <section>
          <Question title={l10n.t('Is the confidence honest?')}>
            {l10n.t('accuracy against confidence, ten bins')}
          </Question>
          <div class="le-reliability">
            <Reliability bins={reliability} after={after} />
            <Legend fitted={after !== undefined} />
          </div>
        </section>
        <section>
          <Question title={l10n.t('Does it know when it is wrong?')}>{l10n.t('error')}</Question>
          {risk && <Risk risk={risk} />}
          <Question title={l10n.t('Loss per row')}>
            {losses && heaviestText(losses.heaviest, evaluation.rows.counted)}
          </Question>
          {losses && <Losses losses={losses} figures={evaluation} classes={classes} />}
        </section>
        <section>
          <Question title={l10n.t('Where does it fail?')}>
            {l10n.t('rows are labels, columns are predictions; confused classes are neighbors')}
          </Question>
          {confusion && <Confusion confusion={confusion} name={classNamed(evaluation)} />}
        </section>
      </div>
      {slices.length > 0 && (
        <section class="le-report-slices">
          <Question title={l10n.t('Slices')}>
            {l10n.t('worst first, with 95% intervals;')} <span class="ls-bad">●</span>{' '}
            {l10n.t('worse than the rest beyond chance (Holm, .05)')}
          </Question>
          <div class="le-scroll" tabIndex={0} role="group" aria-label={l10n.t('Slices')}>
            <SliceTable
              slices={slices.map((slice) => ({ ...slice, value: printable(slice.value, 80) }))}
              overall={evaluation.accuracy?.value ?? 0}
            />
          </div>
        </section>
      )}
    </>
  );
}
