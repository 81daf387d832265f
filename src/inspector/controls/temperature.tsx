import * as l10n from '@vscode/l10n';
import { useId, useState } from 'preact/hooks';
import { style } from '../styles';
import css from './temperature.css';

style(css);

const LARGEST = 20;
const STEPS = 400;

/** A logarithmic slider from 1/20 to 20 with 1 in the middle, and a field for any exact value. */
export function Temperature({ value, onChange }: { value: number; onChange(value: number): void }) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const problem = typed !== undefined && !isTemperature(Number(typed));
  return (
    <div class="ls-field">
      <label for={id}>{l10n.t('Temperature')}</label>
      <input
        id={id}
        class="ls-slider"
        type="range"
        min={-STEPS}
        max={STEPS}
        value={Math.round((Math.log(value) / Math.log(LARGEST)) * STEPS)}
        aria-valuetext={shown(value)}
        title={l10n.t('Divides the logits before the softmax. Double-click to reset to 1.')}
        onInput={(event) => {
          setTyped(undefined);
          onChange(rounded(LARGEST ** (Number(event.currentTarget.value) / STEPS)));
        }}
        onDblClick={() => {
          setTyped(undefined);
          onChange(1);
        }}
      />
      <input
        class="ls-input ls-num ls-exact"
        type="text"
        inputMode="decimal"
        aria-label={l10n.t('Exact temperature')}
        aria-invalid={problem}
        title={problem ? l10n.t('Expected a number above 0, got “{0}”', typed ?? '') : undefined}
        value={typed ?? shown(value)}
        onInput={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (isTemperature(Number(text))) onChange(Number(text));
        }}
        onBlur={() => setTyped(undefined)}
      />
    </div>
  );
}

/** Two decimals where they are all of it: a field that says 0.12 of 0.1234 would be believed. */
function shown(value: number): string {
  const fixed = value.toFixed(2);
  if (value < 1000 && (value >= 10 || Number(fixed) === value)) return fixed;
  return String(Number(value.toPrecision(value < 10 ? 4 : 6)));
}

function isTemperature(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

function rounded(temperature: number): number {
  return Number(temperature.toPrecision(3));
}
