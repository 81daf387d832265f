import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { InCode } from '../../arrays/inCode';
import { sentenceOf } from '../../arrays/sentence';
import { ShowInCode } from '../../inspector/showInCode';
import { style } from '../../inspector/styles';
import { useLatest } from '../../inspector/useLatest';
import type { Finding, Mending } from '../../loss/types';
import css from './findings.css';
import { Section } from './section';

style(css);

const MARKS = { error: '●', warning: '▲', info: '○' } as const;

interface FindingsProps {
  /** Undefined until someone has looked. */
  findings?: readonly Finding[];
  error?: string;
  inCode?: InCode;
  onGive(settings: Mending): void;
  /** Writes the report and opens it. */
  onReport(signal: AbortSignal): Promise<void>;
}

/** What is wrong with the loss, with what to do about it. */
export function Findings({ findings, error, inCode, onGive, onReport }: FindingsProps) {
  const [{ busy, problem }, setState] = useState<{ busy?: boolean; problem?: string }>({});
  const reporting = useLatest();
  const report = async () => {
    const signal = reporting.next();
    setState({ busy: true });
    try {
      await onReport(signal);
      if (!signal.aborted) setState({});
    } catch (reason) {
      if (!signal.aborted) setState({ problem: sentenceOf(reason) });
    }
  };
  return (
    <Section
      id="findings"
      action={
        <button type="button" class="lw-button" onClick={() => void report()}>
          {l10n.t('Open as report')}
        </button>
      }
    >
      {[error, problem].filter(Boolean).map((message) => (
        <p key={message} class="lw-problem" role="alert">
          {message}
        </p>
      ))}
      {busy && <p role="status">{l10n.t('Writing report…')}</p>}
      {findings?.length === 0 && <p class="lw-dim">{l10n.t('No problems found.')}</p>}
      <ul class="lw-findings">
        {findings?.map(({ id, severity, message, evidence, remedy, settings, action, codeRules }) => (
          <li key={id} class={`lw-${severity}`}>
            <span class="lw-mark" role="img" aria-label={severityName(severity)}>
              {MARKS[severity]}
            </span>
            <div>
              <div>{message}</div>
              <div class="lw-dim">{evidence}</div>
              <div>
                {remedy}{' '}
                {settings && action && (
                  <button type="button" class="lw-link" onClick={() => onGive(settings)}>
                    {action}
                  </button>
                )}{' '}
                <ShowInCode class="lw-link" inCode={inCode} rules={codeRules} />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function severityName(severity: Finding['severity']): string {
  switch (severity) {
    case 'error':
      return l10n.t('Error');
    case 'warning':
      return l10n.t('Warning');
    case 'info':
      return l10n.t('Info');
  }
}
