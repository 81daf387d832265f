import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { Finding as Found } from '../loss/types';
import css from './finding.css';
import { style } from './styles';

style(css);

interface FindingProps {
  class?: string;
  /** How grave it is, where it is known; spoken, since the mark is seen only. */
  severity?: Found['severity'];
  children: ComponentChildren;
}

/** A sentence that deserves attention. */
export function Finding({ class: place = '', severity, children }: FindingProps) {
  // Worth knowing, not wrong.
  const quiet = severity === 'info';
  return (
    <p class={`ls-finding ${place}`} role="note">
      <span class={quiet ? 'ls-dim' : 'ls-label'} aria-hidden="true">
        {quiet ? '◇' : '◆'}
      </span>
      <span>
        {severity && <span class="ls-hidden">{spoken(severity)} </span>}
        {children}
      </span>
    </p>
  );
}

function spoken(severity: Found['severity']): string {
  if (severity === 'info') return l10n.t('Note:');
  return severity === 'error' ? l10n.t('Error:') : l10n.t('Warning:');
}
