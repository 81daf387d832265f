import { besideOf } from '../arrays/beside';
import type { FoundArray } from '../arrays/types';
import type { Mending } from '../loss/types';
import type { WorkerClient } from '../worker/client';
import type { ViewSettings } from '../worker/protocol';
import { Finding } from './finding';
import { useAnswer } from './useAnswer';

interface MendingsProps {
  client: WorkerClient;
  found: FoundArray;
  session: number;
  settings: ViewSettings;
  version: number;
  onSettings(settings: Mending): void;
}

/** What is wrong with an array's labels and loss, each with the button that mends it, where one does. */
export function Mendings({ client, found, session, settings, version, onSettings }: MendingsProps) {
  const hasWords = found.labels ?? found.printedLoss ?? found.unfitLabels ?? found.lossOptions;
  const request = hasWords && { session, settings, beside: besideOf(found) };
  const { result: findings } = useAnswer(client, 'audit', request, version);
  return findings
    ?.filter(({ severity, action }) => severity !== 'info' || action)
    .map(({ id, message, evidence, settings: mended, action }) => (
      <Finding key={id} class="ls-notice">
        <span title={evidence}>{message}</span>
        {mended && action && (
          <button type="button" class="ls-link" onClick={() => onSettings(mended)}>
            {action}
          </button>
        )}
      </Finding>
    ));
}
