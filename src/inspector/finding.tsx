import type { ComponentChildren } from 'preact';
import css from './finding.css';
import { style } from './styles';

style(css);

/** A sentence that deserves attention. */
export function Finding({ class: place = '', children }: { class?: string; children: ComponentChildren }) {
  return (
    <p class={`ls-finding ${place}`} role="note">
      <span class="ls-label" aria-hidden="true">
        ◆
      </span>
      <span>{children}</span>
    </p>
  );
}
