import * as l10n from '@vscode/l10n';
import { plural } from '../../arrays/words/plural';
import { count } from '../../inspector/format';
import { Section } from '../../inspector/sections/section';
import type { DumpReport } from '../../loss/types';

/** Problems are listed by line up to this many. */
const LISTED = 200;

/** What was skipped or noted in a file, by kind and line. */
export function FileReport({ report }: { report: DumpReport }) {
  const { counts, problems } = report;
  return (
    <div class="ls-root">
      <Section name={l10n.t('File')} words={summary(report)} open={report.skipped > 0}>
        <p>{summary(report)}</p>
        {counts.map(({ kind, skipped, count: n, firstLine, example }) => (
          <p key={kind} class={skipped ? 'ls-bad' : undefined}>
            <span class="ls-hidden">{skipped ? l10n.t('Skipped') : l10n.t('Note')}: </span>
            {place(n, firstLine)}: {example}
          </p>
        ))}
        {problems.length > 0 && (
          <details>
            <summary>{l10n.t('By line')}</summary>
            <table>
              <tbody>
                {problems.slice(0, LISTED).map(({ line, skipped, message }, i) => (
                  <tr key={i}>
                    <td class="ls-num">{line || '–'}</td>
                    <td>{skipped ? l10n.t('Skipped') : l10n.t('Note')}</td>
                    <td>{message}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {problems.length > LISTED && (
              <p class="ls-dim">{l10n.t('To list all problems, run “Check evaluation file”.')}</p>
            )}
          </details>
        )}
      </Section>
    </div>
  );
}

/** "200 records, 199 rows, 1 skipped, 2 blank lines" */
function summary({ records, rows, skipped, blankLines }: DumpReport): string {
  return [
    recordsText(records),
    plural(rows, l10n.t('1 row'), l10n.t('{0} rows', count(rows))),
    skipped === 0 ? l10n.t('none skipped') : l10n.t('{0} skipped', count(skipped)),
    ...(blankLines === 0
      ? []
      : [plural(blankLines, l10n.t('1 blank line'), l10n.t('{0} blank lines', count(blankLines)))]),
  ].join(', ');
}

/** "12 records, first at line 4"; a file that is not read by lines has none. */
function place(n: number, firstLine: number): string {
  if (firstLine <= 0) return recordsText(n);
  return plural(
    n,
    l10n.t('1 record, at line {0}', firstLine),
    l10n.t('{0} records, first at line {1}', count(n), firstLine),
  );
}

function recordsText(n: number): string {
  return plural(n, l10n.t('1 record'), l10n.t('{0} records', count(n)));
}
