import * as l10n from '@vscode/l10n';
import { useId, useState } from 'preact/hooks';
import { besideOf } from '../arrays/beside';
import type { InCode } from '../arrays/inCode';
import type { FoundArray } from '../arrays/types';
import type { BatchSummary, Finding as Found, Mending, RowFlag } from '../loss/types';
import type { WorkerClient } from '../worker/client';
import type { ViewSettings } from '../worker/protocol';
import { Finding } from './finding';
import css from './findings.css';
import { Problem } from './problem';
import { ShowInCode } from './showInCode';
import { style } from './styles';
import { useAnswer } from './useAnswer';

style(css);

interface FindingsProps {
  client: WorkerClient;
  found: FoundArray;
  session: number;
  settings: ViewSettings;
  version: number;
  /** What is said of single rows already; the row that is looked at and the figures come before the findings. */
  batch: Pick<BatchSummary, 'flags'> | undefined;
  inCode?: InCode;
  onSettings(settings: Mending): void;
}

/** Findings that say no more than the flag of a row does, which leads to it. */
const SAID_OF_ROWS: Readonly<Partial<Record<RowFlag['reason'], string>>> = {
  nan: 'nan-rows',
  'masked-label': 'masked-label',
};

/** What is wrong, or worth knowing, about an array's rows, labels and loss: one line each, with what mends it. */
export function Findings(props: FindingsProps) {
  const { client, found, session, settings, version } = props;
  const request = props.batch && { session, settings, beside: besideOf(found) };
  const { result: findings, error } = useAnswer(client, 'audit', request, version);
  const said = new Set<string>(props.batch?.flags.map(({ reason }) => SAID_OF_ROWS[reason] ?? ''));
  return (
    <>
      {error && <Problem class="ls-notice">{error}</Problem>}
      {findings
        ?.filter(({ id }) => !said.has(id))
        .map((finding) => (
          <Line key={finding.id} {...props} finding={finding} />
        ))}
    </>
  );
}

function Line({ finding, inCode, onSettings }: FindingsProps & { finding: Found }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { severity, message, evidence, remedy, settings, action, codeRules } = finding;
  return (
    <Finding class="ls-notice" quiet={severity === 'info'}>
      {message}
      {settings && action && (
        <button type="button" class="ls-link" onClick={() => onSettings(settings)}>
          {action}
        </button>
      )}
      <ShowInCode class="ls-link" inCode={inCode} rules={codeRules} />
      <button
        type="button"
        class="ls-link"
        title={evidence}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {open ? l10n.t('Less') : l10n.t('Details')}
      </button>
      <span id={id} class="ls-finding-more ls-dim" hidden={!open}>
        <span>{evidence}</span>
        <span>{remedy}</span>
      </span>
    </Finding>
  );
}
