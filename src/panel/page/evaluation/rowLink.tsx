import * as l10n from '@vscode/l10n';
import { count } from '../../../code/evaluation/words';

interface RowLinkProps {
  row: number;
  /** Where its record stands, where the file has lines. */
  line?: number;
  /** Goes to the record, where the rows are a file's. */
  onReveal?(row: number): void;
}

/** A row by its number or line, as the way to its record. */
export function RowLink({ row, line, onReveal }: RowLinkProps) {
  const place = count(line ?? row);
  if (!onReveal) return <>{place}</>;
  return (
    <button
      type="button"
      class="ls-link"
      aria-label={
        line === undefined ? l10n.t('Go to record of row {0}', place) : l10n.t('Go to line {0}', place)
      }
      onClick={() => onReveal(row)}
    >
      {place}
    </button>
  );
}
