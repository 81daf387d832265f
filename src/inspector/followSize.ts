/**
 * Tells when an element is measured: at once, and whenever its size changes. One that is not laid out, as under an output
 * far from sight, has no size: what it had holds until it is back.
 *
 * @returns what ends it
 */
export function followSize(element: HTMLElement, onSize: () => void, onGone?: () => void): () => void {
  const tell = () => (element.clientWidth > 0 || element.clientHeight > 0 ? onSize() : onGone?.());
  tell();
  const { ResizeObserver } = element.ownerDocument.defaultView!;
  const observer = new ResizeObserver(tell);
  observer.observe(element);
  return () => observer.disconnect();
}
