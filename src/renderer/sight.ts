/** Outputs so far from what is in sight come next: about a turn of the wheel, in pixels. */
const NEAR = 600;
/** A page that has no time for it gets it all the same after a while. */
const LATEST = { timeout: 2000 };

/**
 * What waits until a person may see it. VS Code draws outputs in the background, hundreds of them that nobody scrolls
 * to: those cost nothing. What is in sight is told at once and in order, what is near it when the page has time.
 */
export class Sight {
  private readonly waiting = new Map<Element, () => void>();
  private observer: IntersectionObserver | undefined;
  private nearby: number | undefined;

  /** Calls once, at once where nothing tells what is in sight. A later word for the same element replaces the first. */
  await(element: Element, seen: () => void): void {
    if (typeof IntersectionObserver === 'undefined') return seen();
    this.observer ??= new IntersectionObserver((entries) => this.see(entries));
    // One that is observed already is told of again only when it comes into sight anew.
    if (this.waiting.has(element)) this.observer.unobserve(element);
    this.waiting.set(element, seen);
    this.observer.observe(element);
  }

  forget(element: Element): void {
    if (this.waiting.delete(element)) this.observer?.unobserve(element);
  }

  private see(entries: readonly IntersectionObserverEntry[]): void {
    const visible = entries
      .filter(({ isIntersecting }) => isIntersecting)
      .sort((a, b) => a.boundingClientRect.top - b.boundingClientRect.top);
    if (visible.length === 0) return;
    const top = Math.min(...visible.map(({ intersectionRect }) => intersectionRect.top)) - NEAR;
    const bottom = Math.max(...visible.map(({ intersectionRect }) => intersectionRect.bottom)) + NEAR;
    for (const { target } of visible) this.tell(target);
    if (typeof requestIdleCallback === 'undefined') return;
    if (this.nearby !== undefined) cancelIdleCallback(this.nearby);
    this.nearby = requestIdleCallback(() => {
      for (const element of [...this.waiting.keys()]) {
        const at = element.getBoundingClientRect();
        if (at.height > 0 && at.bottom > top && at.top < bottom) this.tell(element);
      }
    }, LATEST);
  }

  private tell(element: Element): void {
    const seen = this.waiting.get(element);
    this.forget(element);
    seen?.();
  }
}
