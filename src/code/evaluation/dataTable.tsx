import * as l10n from '@vscode/l10n';

interface DataTableProps {
  caption?: string;
  heads: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  class?: string;
}

/** Figures in columns. */
export function DataTable({ caption, heads, rows, class: name }: DataTableProps) {
  return (
    <table class={name}>
      {caption !== undefined && <caption class="ls-hidden">{caption}</caption>}
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, i) => (
          <tr key={i}>
            {cells.map((cell, j) => (
              <td key={j}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The table behind a chart, for whoever cannot or would not read the drawing. */
export function Behind(props: DataTableProps) {
  return (
    <details class="le-behind">
      <summary>{l10n.t('As a table')}</summary>
      <DataTable {...props} />
    </details>
  );
}
