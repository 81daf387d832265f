import * as l10n from '@vscode/l10n';

export interface ToRows {
  name(row: number): string;
  onRow(row: number): void;
}

const MAX_LINKS = 6;

/** Ways to the rows that a sentence is about. */
export function RowLinks({ rows, name, onRow }: ToRows & { rows: readonly number[] }) {
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
