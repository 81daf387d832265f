import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { sentenceOf } from '../../arrays/words/sentence';
import { Problem } from '../problem';
import type { Mounted } from '../props';
import { adoptStyles } from '../styles';
import { TokenView, type TokenViewProps } from './view';

export type { TokenHost } from './outgoing';
export type { TokenState } from './state';
export { mountTokenStrip, type TokenStripProps } from './strip';
export { readColumns } from './useTokens';

/** A defect of ours is told in a sentence, with a way back, instead of an empty place. */
function Guarded(props: TokenViewProps) {
  const [error, reset] = useErrorBoundary() as [unknown, () => void];
  if (!error) return <TokenView {...props} />;
  return (
    <div class="ls-root">
      <Problem class="ls-notice" onRetry={reset}>
        {l10n.t('The token view failed: {0}', sentenceOf(error))}
      </Problem>
    </div>
  );
}

/** Puts the view of a text's tokens into a container, on a page or in a shadow root. */
export function mountTokens(container: HTMLElement, props: TokenViewProps): Mounted<TokenViewProps> {
  adoptStyles(container);
  const update = (next: TokenViewProps) => render(<Guarded {...next} />, container);
  update(props);
  return { update, dispose: () => render(null, container) };
}
