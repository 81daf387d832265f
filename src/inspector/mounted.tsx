import { render, type ComponentType } from 'preact';
import type { Mounted } from './props';
import { adoptStyles } from './styles';

/** Puts a strip into a container, on a page or in a shadow root. Focus returns to its first button through `focus`. */
export function mounted<P extends object>(
  container: HTMLElement,
  Strip: ComponentType<P>,
  props: P,
): Mounted<P> & { focus(): void } {
  adoptStyles(container);
  const update = (next: P) => render(<Strip {...next} />, container);
  update(props);
  return {
    update,
    focus: () => container.querySelector('button')?.focus({ preventScroll: true }),
    dispose: () => render(null, container),
  };
}
