import * as l10n from '@vscode/l10n';
import { capital } from '../../arrays/words/capital';

interface HeadCellProps {
  /** Words of ours. A name from data keeps its case and stands in an element of its own. */
  children: string;
  scope?: 'col' | 'row';
  class?: string;
}

/** What a column or a row is: in sentence case in every table. */
export function HeadCell({ children, scope = 'col', class: name }: HeadCellProps) {
  return (
    <th scope={scope} class={name}>
      {capital(children)}
    </th>
  );
}

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
            <HeadCell key={head}>{head}</HeadCell>
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
