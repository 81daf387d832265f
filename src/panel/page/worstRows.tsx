import * as l10n from '@vscode/l10n';
import type { RowsPage } from '../../worker/protocol';
import { shortNumber } from './numbers';
import { Section } from './section';

interface WorstRowsProps {
  page: RowsPage;
  /** What a class is called. */
  name(id: number): string;
  /** Goes to the record of a row, where the rows are a file's. */
  onReveal?(row: number): void;
}

/** The rows with the highest loss. */
export function WorstRows({ page, name, onReveal }: WorstRowsProps) {
  return (
    <Section id="worst-rows">
      <table>
        <thead>
          <tr>
            <th class="lw-number">{l10n.t('Row')}</th>
            <th class="lw-number">{l10n.t('Loss')}</th>
            <th>{l10n.t('Label')}</th>
            <th>{l10n.t('Predicted')}</th>
            <th class="lw-number">{l10n.t('Probability')}</th>
            {onReveal && <th>{l10n.t('Record')}</th>}
          </tr>
        </thead>
        <tbody>
          {[...page.row].map((row, i) => (
            <tr key={row}>
              <td class="lw-number">{row}</td>
              <td class="lw-number">{shortNumber(page.loss?.[i])}</td>
              <td>{name(page.label?.[i] ?? -1)}</td>
              <td>{name(page.top[i])}</td>
              <td class="lw-number">{shortNumber(page.probability[i])}</td>
              {onReveal && (
                <td>
                  <button
                    type="button"
                    class="lw-link"
                    aria-label={l10n.t('Go to record of row {0}', row)}
                    onClick={() => onReveal(row)}
                  >
                    {l10n.t('Go to record')}
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
