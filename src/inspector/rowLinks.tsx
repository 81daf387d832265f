import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface ToRows {
  name(row: number): string;
  onRow(row: number): void;
}

const AT_FIRST = 6;
const MORE = 24;

/** Ways to the rows that a sentence is about: a few, and more when asked for. How many there are is for the sentence to say. */
export function RowLinks({ rows, name, onRow }: ToRows & { rows: readonly number[] }) {
  const [shown, show] = useState(AT_FIRST);
  const firstOfMore = useRef<HTMLButtonElement>(null);
  // The button that was pressed may be gone.
  useLayoutEffect(() => firstOfMore.current?.focus(), [shown]);
  return (
    <>
      {rows.slice(0, shown).map((row, at) => (
        <button
          key={row}
          ref={at > 0 && at === shown - MORE ? firstOfMore : undefined}
          type="button"
          class="ls-link ls-num"
          onClick={() => onRow(row)}
        >
          {l10n.t('Row {0}', name(row))}
        </button>
      ))}
      {rows.length > shown && (
        <button type="button" class="ls-link" onClick={() => show(shown + MORE)}>
          {l10n.t('More rows')}
        </button>
      )}
    </>
  );
}
