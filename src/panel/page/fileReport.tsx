import * as l10n from '@vscode/l10n';
import { count } from '../../inspector/format';
import { plural } from '../../arrays/plural';
import type { DumpReport } from '../../loss/types';
import { Section } from './section';

/** Problems are listed by line up to this many. */
const LISTED = 200;

/** What was skipped or noted in a file, by kind and line. */
export function FileReport({ report }: { report: DumpReport }) {
  const { counts, problems } = report;
  return (
    <Section id="file">
      <p>{summary(report)}</p>
      {counts.length > 0 && (
        <ul class="lw-findings">
          {counts.map(({ kind, skipped, count: n, firstLine, example }) => (
            <li key={kind} class={skipped ? 'lw-error' : 'lw-info'}>
              <span class="lw-mark" role="img" aria-label={skipped ? l10n.t('Skipped') : l10n.t('Note')}>
                {skipped ? '●' : '○'}
              </span>
              <div>
                {place(n, firstLine)}: {example}
              </div>
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && (
        <details>
          <summary>{l10n.t('By line')}</summary>
          <table>
            <tbody>
              {problems.slice(0, LISTED).map(({ line, skipped, message }, i) => (
                <tr key={i}>
                  <td class="lw-number">{line || '–'}</td>
                  <td>{skipped ? l10n.t('Skipped') : l10n.t('Note')}</td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {problems.length > LISTED && (
            <p class="lw-dim">{l10n.t('To list all problems, run “Check evaluation file”.')}</p>
          )}
        </details>
      )}
    </Section>
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
