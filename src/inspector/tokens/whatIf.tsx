import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { WhatIf, WhatIfPlace } from '../../tokens/model';
import { Problem } from '../problem';
import { style } from '../styles';
import { useAnswer } from '../useAnswer';
import { exactly } from './figures';
import { piecesOf } from './marks';
import type { Of } from './of';
import type { Memory } from './state';
import { Pieces } from './pieces';
import css from './whatIf.css';

style(css);

/** Alternatives shown here; of a full row the first are what cut-offs are about. */
const MAX_LISTED = 20;

interface Setting {
  name: keyof WhatIf;
  label: string;
  placeholder: string;
  accepts(value: number): boolean;
}

const isShare = (p: number) => p > 0 && p <= 1;

const SETTINGS: readonly Setting[] = [
  { name: 'temperature', label: 'temperature', placeholder: '1', accepts: (t) => t > 0 && t <= 100 },
  { name: 'topK', label: 'top-k', placeholder: '–', accepts: (k) => Number.isInteger(k) && k > 0 },
  { name: 'topP', label: 'top-p', placeholder: '–', accepts: isShare },
  { name: 'minP', label: 'min-p', placeholder: '–', accepts: isShare },
  { name: 'typicalP', label: 'typical-p', placeholder: '–', accepts: isShare },
];

/** What a token's alternatives would be under another temperature and cut-offs: bounds, where not all is known. */
export function WhatIfSection({
  of: { client, handle, sequence },
  place,
  memory,
  copy,
}: {
  of: Of;
  place: number;
  memory: Memory;
  copy(text: string): void;
}) {
  const [isOpen, setOpen] = useState(memory.state.whatIf !== undefined);
  const [settings, setSettings] = useState<WhatIf>(memory.state.whatIf ?? {});
  const show = (open: boolean, next: WhatIf) => {
    memory.keep({ whatIf: open ? next : undefined });
    setOpen(open);
    setSettings(next);
  };
  const params = { handle, sequence, place, ...settings };
  const { result, error, asked } = useAnswer(client, 'tokenWhatIf', isOpen ? params : undefined);
  return (
    <div class="lt-what-if">
      <button
        type="button"
        class="ls-disclosure"
        aria-expanded={isOpen}
        onClick={() => show(!isOpen, settings)}
      >
        <span class="ls-triangle" aria-hidden="true" />
        {l10n.t('What if')}
      </button>
      {isOpen && (
        <>
          <div class="lt-settings" role="group" aria-label={l10n.t('Sampling')}>
            {SETTINGS.map((setting) => (
              <Field
                key={setting.name}
                {...setting}
                value={settings[setting.name]}
                onValue={(value) => show(true, { ...settings, [setting.name]: value })}
              />
            ))}
          </div>
          {error !== undefined && <Problem>{error}</Problem>}
          {result && asked?.place === place && <Afterwards shown={result} copy={copy} />}
        </>
      )}
    </div>
  );
}

function Field({
  label,
  placeholder,
  accepts,
  value,
  onValue,
}: Setting & { value: number | undefined; onValue(value: number | undefined): void }) {
  const [isWrong, setWrong] = useState(false);
  return (
    <label class="ls-field lt-caption">
      {label}
      <input
        class="ls-input ls-num lt-setting"
        type="text"
        inputMode="decimal"
        placeholder={placeholder}
        defaultValue={value === undefined ? '' : String(value)}
        aria-invalid={isWrong}
        onInput={(event) => {
          const text = event.currentTarget.value.trim().slice(0, 20).replace('−', '-').replace(',', '.');
          const given = Number(text);
          const isGood = text === '' || accepts(given);
          setWrong(!isGood);
          if (isGood) onValue(text === '' ? undefined : given);
        }}
      />
    </label>
  );
}

function Afterwards({ shown, copy }: { shown: WhatIfPlace; copy(text: string): void }) {
  const { choices, outsideLow, outsideHigh, code } = shown;
  const between = (low: number, high: number) =>
    high - low < 5e-5 ? exactly((low + high) / 2) : `${exactly(low)} … ${exactly(high)}`;
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{l10n.t('Alternative')}</th>
            <th scope="col">{l10n.t('Kept')}</th>
            <th scope="col">p</th>
          </tr>
        </thead>
        <tbody>
          {choices.slice(0, MAX_LISTED).map(({ text, kept, low, high }, i) => (
            <tr key={i} class={kept === false ? 'ls-dim' : undefined}>
              <th scope="row">
                <Pieces pieces={piecesOf(text)} />
              </th>
              <td>{kept === undefined ? l10n.t('perhaps') : kept ? l10n.t('yes') : l10n.t('no')}</td>
              <td>{between(low, high)}</td>
            </tr>
          ))}
          <tr class="ls-dim">
            <th scope="row">{l10n.t('not listed')}</th>
            <td />
            <td>{between(outsideLow, outsideHigh)}</td>
          </tr>
        </tbody>
      </table>
      <p class="lt-caption">
        {l10n.t('Copy code for')}{' '}
        <button type="button" class="ls-link" onClick={() => copy(code.torch)}>
          {'PyTorch'}
        </button>{' '}
        <button type="button" class="ls-link" onClick={() => copy(code.transformers)}>
          {'transformers'}
        </button>
      </p>
    </>
  );
}
