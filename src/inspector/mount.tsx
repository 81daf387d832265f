import { render } from 'preact';
import { adoptStyles } from './adoptStyles';
import { Inspector } from './inspector';
import type { InspectorProps, Mounted } from './props';

export type { InspectorHost, InspectorProps } from './props';

/** Puts the inspector of one array into a container, on a page or in a shadow root. */
export function mountInspector(container: HTMLElement, props: InspectorProps): Mounted<InspectorProps> {
  adoptStyles(container);
  // Another array is another inspector: its choices are not those made for this one.
  let generation = 0;
  let shown = props.found;
  const update = (next: InspectorProps) => {
    if (next.found !== shown) generation++;
    shown = next.found;
    render(<Inspector key={generation} {...next} />, container);
  };
  update(props);
  return { update, dispose: () => render(null, container) };
}
