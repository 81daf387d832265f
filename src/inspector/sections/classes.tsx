import * as l10n from '@vscode/l10n';
import { plural } from '../../arrays/words/plural';
import type { ClassFigures } from '../../loss/types';
import type { WorkerClient } from '../../worker/client';
import type { ViewSettings } from '../../worker/protocol';
import { count, fixed, share } from '../format';
import { useAnswer } from '../useAnswer';
import { useSettled } from '../useSettled';

const SHOWN = 30;

interface ClassesProps {
  client: WorkerClient;
  session: number;
  version: number;
  settings: ViewSettings;
  name(id: number): string;
}

/** The classes that contribute most to the loss. */
export function Classes({ client, session, version, settings, name }: ClassesProps) {
  const settled = useSettled(settings, 250);
  const { result, error } = useAnswer(client, 'perClass', { session, settings: settled }, version);
  if (error) return <p class="ls-problem">{error}</p>;
  if (!result) return null;
  const worst = [...result].sort((a, b) => weightOf(b) - weightOf(a) || 0);
  const more = worst.length - SHOWN;
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{l10n.t('Class')}</th>
            <th scope="col" class="ls-num">
              {l10n.t('Rows')}
            </th>
            <th scope="col" class="ls-num">
              {l10n.t('Mean loss')}
            </th>
            <th scope="col" class="ls-num">
              {l10n.t('Recall')}
            </th>
            <th scope="col" class="ls-num">
              {l10n.t('Precision')}
            </th>
          </tr>
        </thead>
        <tbody>
          {worst.slice(0, SHOWN).map(({ id, support, meanLoss, recall, precision }) => (
            <tr key={id}>
              <td>{name(id)}</td>
              <td class="ls-num">{count(support)}</td>
              <td class="ls-num">{fixed(meanLoss, 3)}</td>
              <td class="ls-num">{share(recall)}</td>
              <td class="ls-num">{share(precision)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p class="ls-dim">{plural(more, l10n.t('1 more class'), l10n.t('{0} more classes', count(more)))}</p>
      )}
    </>
  );
}

const weightOf = ({ support, meanLoss }: ClassFigures) => support * meanLoss;
