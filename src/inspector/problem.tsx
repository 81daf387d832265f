import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';

/** What went wrong, with a way to try again where there is one. */
export function Problem({
  class: place = '',
  children,
  onRetry,
}: {
  class?: string;
  children: ComponentChildren;
  onRetry?(): void;
}) {
  return (
    <p class={`ls-problem ${place}`} role="alert">
      {children}
      {onRetry && (
        <>
          {' '}
          <button type="button" class="ls-link" onClick={onRetry}>
            {l10n.t('Try again')}
          </button>
        </>
      )}
    </p>
  );
}
