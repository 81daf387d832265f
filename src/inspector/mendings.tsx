import { besideOf } from '../arrays/beside';
import type { InCode } from '../arrays/inCode';
import type { FoundArray } from '../arrays/types';
import type { Mending, RowFlag } from '../loss/types';
import type { WorkerClient } from '../worker/client';
import type { ViewSettings } from '../worker/protocol';
import { Finding } from './finding';
import { ShowInCode } from './showInCode';
import { useAnswer } from './useAnswer';

interface MendingsProps {
  client: WorkerClient;
  found: FoundArray;
  session: number;
  settings: ViewSettings;
  version: number;
  /** What is said of single rows already. */
  flags: readonly RowFlag[];
  inCode?: InCode;
  onSettings(settings: Mending): void;
}

/** Findings that say no more than the flag of a row does, which leads to it. */
const SAID_OF_ROWS: Readonly<Partial<Record<RowFlag['reason'], string>>> = {
  nan: 'nan-rows',
  'masked-label': 'masked-label',
};

/** What is wrong with an array's labels and loss, each with the button that mends it, where one does. */
export function Mendings(props: MendingsProps) {
  const { client, found, session, settings, version, inCode, onSettings } = props;
  const hasWords = found.labels ?? found.printedLoss ?? found.unfitLabels ?? found.lossOptions;
  const request = hasWords && { session, settings, beside: besideOf(found) };
  const { result: findings } = useAnswer(client, 'audit', request, version);
  const said = new Set<string>(props.flags.map(({ reason }) => SAID_OF_ROWS[reason] ?? ''));
  return findings
    ?.filter(({ id, severity, action }) => (severity !== 'info' || action) && !said.has(id))
    .map(({ id, message, evidence, settings: mended, action, codeRules }) => (
      <Finding key={id} class="ls-notice">
        <span title={evidence}>{message}</span>
        {mended && action && (
          <button type="button" class="ls-link" onClick={() => onSettings(mended)}>
            {action}
          </button>
        )}
        <ShowInCode class="ls-link" inCode={inCode} rules={codeRules} />
      </Finding>
    ));
}
