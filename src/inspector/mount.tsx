import type { InspectorProps, Mounted } from './props';

/** Puts the inspector into a container. */
export function mountInspector(container: HTMLElement, { found }: InspectorProps): Mounted<InspectorProps> {
  container.textContent = found.reading.evidence.join('; ');
  return { update: () => undefined, dispose: () => container.replaceChildren() };
}
