import type { DumpReport } from '../../loss/types';

/** What was skipped or noted in a file, by kind and line. */
export function FileReport({ report }: { report: DumpReport }) {
  const { records, rows, skipped, blankLines, counts, problems } = report;
  return (
    <section id="file" aria-label="the file" tabIndex={-1}>
      <h2>The file</h2>
      <p>
        {records.toLocaleString('en')} records, {rows.toLocaleString('en')} rows;{' '}
        {skipped === 0 ? 'none skipped' : `${skipped.toLocaleString('en')} skipped`}
        {blankLines > 0 && `, ${blankLines.toLocaleString('en')} blank lines`}.
      </p>
      {counts.length > 0 && (
        <ul class="lw-findings">
          {counts.map(({ kind, skipped, count, firstLine, example }) => (
            <li key={kind} class={skipped ? 'lw-error' : 'lw-info'}>
              <span class="lw-mark" role="img" aria-label={skipped ? 'skipped' : 'noted'}>
                {skipped ? '●' : '○'}
              </span>
              <div>
                {skipped ? 'Skipped' : 'Noted'} {count.toLocaleString('en')}×
                {firstLine > 0 && `, first in line ${firstLine}`}: {example}
              </div>
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && (
        <details>
          <summary>By line</summary>
          <table>
            <tbody>
              {problems.slice(0, 200).map(({ line, skipped, message }, i) => (
                <tr key={i}>
                  <td class="lw-number">{line || '–'}</td>
                  <td>{skipped ? 'skipped' : 'noted'}</td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {problems.length > 200 && <p class="lw-dim">“Check evaluation file” lists them all.</p>}
        </details>
      )}
    </section>
  );
}
