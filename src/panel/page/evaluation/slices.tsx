import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { capital } from '../../../arrays/words/capital';
import { LABEL, PREDICTED } from '../../../arrays/words/sliceNames';
import { Question } from '../../../code/evaluation/question';
import { SliceTable } from '../../../code/evaluation/slices';
import type { EvaluationFields, EvaluationFilter, Slice, SliceFields } from '../../../loss/types';
import { fieldName } from './fieldName';

const SHOWN = 7;

interface SlicesProps {
  /** What can be sliced by; absent where nothing but the label can be. */
  fields: EvaluationFields | undefined;
  by: SliceFields;
  /** By that. */
  slices: readonly Slice[] | undefined;
  error?: string;
  byLabel: readonly Slice[];
  overall: number;
  filter: EvaluationFilter;
  onBy(by: SliceFields): void;
  onChoose(slice: EvaluationFilter['slice']): void;
}

/** Rows by a field that a person chooses, or by the pairs of two; and by label. */
export function Slices(props: SlicesProps) {
  const { fields, by, slices, error, byLabel, onBy } = props;
  const isLabel = by.length === 1 && by[0] === LABEL;
  return (
    <section aria-label={l10n.t('Slices')}>
      <Question title={l10n.t('Slices')}>
        {l10n.t('worst first, with 95% intervals;')} <span class="ls-bad">●</span>{' '}
        {l10n.t('worse than the rest beyond chance (Holm, .05)')}
      </Question>
      {fields && <Chooser fields={fields} by={by} onBy={onBy} />}
      {error !== undefined && (
        <p class="ls-bad" role="alert">
          {error}
        </p>
      )}
      {!isLabel && slices && <Some {...props} of={slices} by={by} />}
      <Some {...props} of={byLabel} by={[LABEL]} />
    </section>
  );
}

interface ChooserProps extends Pick<SlicesProps, 'by' | 'onBy'> {
  fields: EvaluationFields;
}

function Chooser({ fields, by, onBy }: ChooserProps) {
  const [first, second] = by;
  const names = [LABEL, PREDICTED, ...fields.names];
  return (
    <div class="le-choosers">
      <label>
        {capital(l10n.t('by'))}{' '}
        <select
          value={first}
          onChange={({ currentTarget: { value } }) =>
            onBy(second === undefined || second === value ? [value] : [value, second])
          }
        >
          {names.map((name) => (
            <option key={name} value={name}>
              {fieldName(name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {l10n.t('and by')}{' '}
        <select
          value={second ?? ''}
          onChange={({ currentTarget: { value } }) => onBy(value === '' ? [first] : [first, value])}
        >
          <option value="">{l10n.t('nothing else')}</option>
          {names
            .filter((name) => name !== first)
            .map((name) => (
              <option key={name} value={name}>
                {fieldName(name)}
              </option>
            ))}
        </select>
      </label>
    </div>
  );
}

interface SomeProps extends Pick<SlicesProps, 'overall' | 'filter' | 'onChoose'> {
  of: readonly Slice[];
  by: SliceFields;
}

/** The first slices, and the others when they are asked for. */
function Some({ of, by, overall, filter, onChoose }: SomeProps) {
  const [all, setAll] = useState(false);
  const shown = all ? of : of.slice(0, SHOWN);
  const more = of.length - shown.length;
  const chosen = filter.slice && String(filter.slice.by) === String(by) ? filter.slice.value : undefined;
  const name = by.map(fieldName).join(' × ');
  return (
    <div>
      <div class="le-scroll" tabIndex={0} role="group" aria-label={l10n.t('Slices by {0}', name)}>
        <SliceTable
          slices={of}
          shown={shown}
          overall={overall}
          chosen={chosen}
          onChoose={(value) => onChoose(value === undefined ? undefined : { by, value })}
        />
      </div>
      {(more > 0 || all) && (
        <button type="button" class="ls-link le-foot" onClick={() => setAll(!all)}>
          {all ? l10n.t('Show fewer') : l10n.t('{0} more', more)}
        </button>
      )}
    </div>
  );
}
