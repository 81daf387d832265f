import * as l10n from '@vscode/l10n';
import { Menu } from '../menu';
import { legendOf, measureMeaning, measureName, measureUnit, STEPS, type Measure } from './heat';

/** What the tokens are coloured by, and what the colours stand for. */
export function Controls({
  measure,
  measures,
  underlines,
  onMeasure,
}: {
  measure: Measure;
  /** Those that are known for some token. */
  measures: readonly Measure[];
  /** Whether any token is underlined. */
  underlines: boolean;
  onMeasure(measure: Measure): void;
}) {
  const legend = legendOf(measure);
  return (
    <div class="lt-controls">
      <span class="ls-field">
        <span class="ls-dim">{l10n.t('Color by')}</span>
        <Menu
          label={l10n.t('Color by: {0}', measureName(measure))}
          groups={[
            {
              items: measures.map((one) => ({
                label: measureName(one),
                hint: measureMeaning(one),
                checked: one === measure,
                run: () => onMeasure(one),
              })),
            },
          ]}
        >
          {measureName(measure)} <span aria-hidden="true">▾</span>
        </Menu>
      </span>
      <span class="lt-legend" aria-hidden="true">
        {measureUnit(measure)}
        <ol>
          {Array.from({ length: STEPS }, (_, step) => (
            <li key={step} class={`lt-h${step}`}>
              {step < STEPS - 1 && <span>{legend[step]}</span>}
            </li>
          ))}
        </ol>
      </span>
      <span class="ls-space" />
      {underlines && (
        <span class="lt-underlined">
          <u>{l10n.t('underlined')}</u> {l10n.t('not the top choice')}
        </span>
      )}
    </div>
  );
}
