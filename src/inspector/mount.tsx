import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { Inspector } from './inspector';
import { sentenceOf } from '../arrays/words/sentence';
import { Problem } from './problem';
import type { InspectorProps, Mounted } from './props';
import { adoptStyles } from './styles';

export type { InspectorHost, InspectorProps } from './props';

/** A defect of ours is told in a sentence, with a way back, instead of an empty place. */
function Guarded(props: InspectorProps) {
  const [error, reset] = useErrorBoundary() as [unknown, () => void];
  if (!error) return <Inspector {...props} />;
  return (
    <div class="ls-root">
      <Problem class="ls-notice" onRetry={reset}>
        {l10n.t('The inspector failed: {0}', sentenceOf(error))}
      </Problem>
    </div>
  );
}

/** Puts the inspector of one array into a container, on a page or in a shadow root. */
export function mountInspector(container: HTMLElement, props: InspectorProps): Mounted<InspectorProps> {
  adoptStyles(container);
  // Another array is another inspector: its choices are not those made for this one.
  let generation = 0;
  let shown = props.found;
  const update = (next: InspectorProps) => {
    if (next.found !== shown) generation++;
    shown = next.found;
    render(<Guarded key={generation} {...next} />, container);
  };
  update(props);
  return { update, dispose: () => render(null, container) };
}
