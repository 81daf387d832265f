import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { count } from '../../../code/evaluation/words';
import { sentenceOf } from '../../../arrays/words/sentence';
import { useAnswer } from '../../../inspector/useAnswer';
import type { EvaluationFilter, EvaluationLook } from '../../../loss/types';
import type { WorkerClient } from '../../../worker/client';
import type { ViewSettings } from '../../../worker/protocol';
import { LISTED, suspectsOf, suspectsText } from './suspects';
import { Worst } from './worst';

const ROWS = 15;

interface RowsProps {
  client: WorkerClient;
  session: number;
  version: number;
  settings: ViewSettings;
  look: EvaluationLook;
  filter: EvaluationFilter;
  classes: number;
  /** Rows whose label looks wrong; absent where nobody looked. */
  suspects?: number;
  /** Rows that can be listed, where it is not all. */
  among?: number;
  name(id: number): string;
  onFilter(filter: EvaluationFilter): void;
  onReveal?(row: number): void;
  onSave(name: string, content: string): void;
}

/** The rows one by one: the worst, or those whose label looks wrong. */
export function Rows(props: RowsProps) {
  const { client, session, version, settings, look, filter, suspects, onFilter } = props;
  const [shown, setShown] = useState({ of: filter, count: ROWS });
  const wanted = shown.of === filter ? shown.count : ROWS;
  const asked = { session, settings, ...look, filter, from: 0, count: wanted };
  const rows = useAnswer(client, 'evaluationPage', asked, version);
  const areSuspects = filter.only === 'label-errors';
  return (
    <section aria-label={l10n.t('Rows')}>
      <div class="le-tabs">
        <Tab is={!areSuspects} onChoose={() => onFilter({ ...filter, only: 'wrong' })}>
          {l10n.t('Worst rows')}
        </Tab>
        {suspects !== undefined && (
          <Tab is={areSuspects} onChoose={() => onFilter({ ...filter, only: 'label-errors' })}>
            {l10n.t('Likely label errors')} {count(suspects)}
          </Tab>
        )}
        <span class="ls-space" />
        {areSuspects && <SaveSuspects {...props} />}
        {!areSuspects && (
          <label class="le-check">
            <input
              type="checkbox"
              checked={filter.only === 'wrong'}
              onChange={({ currentTarget }) =>
                onFilter({ ...filter, only: currentTarget.checked ? 'wrong' : undefined })
              }
            />{' '}
            {l10n.t('Misclassified only')}
          </label>
        )}
      </div>
      {rows.error !== undefined && (
        <p class="ls-bad" role="alert">
          {rows.error}
        </p>
      )}
      {rows.result && (
        <Worst
          page={rows.result}
          {...props}
          none={noneText(filter.only)}
          onMore={() => setShown({ of: filter, count: Math.min(LISTED, wanted + 5 * ROWS) })}
        />
      )}
    </section>
  );
}

function noneText(only: EvaluationFilter['only']): string {
  if (only === 'label-errors') return l10n.t('No label looks wrong.');
  return only === 'wrong' ? l10n.t('No misclassified rows') : l10n.t('No such rows.');
}

function Tab({ is, onChoose, children }: { is: boolean; onChoose(): void; children: ComponentChildren }) {
  return (
    <button type="button" class={is ? 'le-tab le-open' : 'le-tab'} aria-pressed={is} onClick={onChoose}>
      {children}
    </button>
  );
}

/** The whole list as a file, for whoever looks at the labels again. */
function SaveSuspects({ client, session, settings, look, filter, name, onSave }: RowsProps) {
  const [error, setError] = useState<string>();
  const save = async (format: 'csv' | 'json') => {
    try {
      const suspects = await suspectsOf(client, { session, settings, ...look, filter });
      onSave(`label-errors.${format}`, suspectsText(suspects, name, format));
      setError(undefined);
    } catch (failed) {
      setError(sentenceOf(failed));
    }
  };
  return (
    <>
      {error !== undefined && <span class="ls-bad">{error}</span>}
      <button type="button" class="ls-link" onClick={() => void save('csv')}>
        {l10n.t('Save list as CSV')}
      </button>
      <button type="button" class="ls-link" onClick={() => void save('json')}>
        {l10n.t('Save list as JSON')}
      </button>
    </>
  );
}
