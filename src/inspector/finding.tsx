import type { ComponentChildren } from 'preact';
import css from './finding.css';
import { style } from './styles';

style(css);

interface FindingProps {
  class?: string;
  /** Worth knowing, not wrong. */
  quiet?: boolean;
  children: ComponentChildren;
}

/** A sentence that deserves attention. */
export function Finding({ class: place = '', quiet = false, children }: FindingProps) {
  return (
    <p class={`ls-finding ${place}`} role="note">
      <span class={quiet ? 'ls-dim' : 'ls-label'} aria-hidden="true">
        {quiet ? '◇' : '◆'}
      </span>
      <span>{children}</span>
    </p>
  );
}
