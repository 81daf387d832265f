/** After which nothing has moved for so long, what is far from sight is put to rest. */
const STILL_MS = 3000;
/** Pixels that a person may go at once, where the screen does not tell. */
const SCREEN = 1080;

/** What is told of an element that rests while it is far from sight. */
export interface Rest {
  /** Takes it up again, wherever it is. */
  wake(): void;
  end(): void;
}

interface Followed {
  rests: boolean;
  /** Whether it rests from now on, as large as it is; false where it cannot. */
  toRest(size: DOMRect): boolean;
  toWake(): void;
}

/**
 * Elements rest while they are more than two screens from what is in sight, and are taken up again a screen before they
 * come into it. VS Code keeps every output of a notebook on its page, and the layout of hundreds of strips that nobody
 * scrolls to takes most of their memory.
 */
class Resting {
  private readonly followed = new Map<Element, Followed>();
  private readonly visible = new Set<Element>();
  /** The visible ones; where none is, those that were last. */
  private around: readonly Element[] = [];
  private still: ReturnType<typeof setTimeout> | undefined;
  private readonly observer = new IntersectionObserver((entries) => this.see(entries));

  follow(element: Element, on: Pick<Followed, 'toRest' | 'toWake'>): Rest {
    const one: Followed = { rests: false, ...on };
    this.followed.set(element, one);
    this.observer.observe(element);
    this.restOnceStill();
    return {
      wake: () => {
        if (!one.rests) return;
        this.wake(one);
        this.restOnceStill();
      },
      end: () => {
        this.followed.delete(element);
        this.visible.delete(element);
        this.observer.unobserve(element);
      },
    };
  }

  private see(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries)
      if (isIntersecting) this.visible.add(target);
      else this.visible.delete(target);
    if (this.visible.size > 0) this.around = [...this.visible];
    const near = this.within(reach());
    for (const one of [...this.followed].filter(([element, { rests }]) => rests && near(element)))
      this.wake(one[1]);
    this.restOnceStill();
  }

  private within(pixels: number): (element: Element) => boolean {
    const places = this.around
      .filter((element) => element.isConnected)
      .map((element) => element.getBoundingClientRect());
    if (places.length === 0) return () => true;
    const from = Math.min(...places.map(({ top }) => top)) - pixels;
    const to = Math.max(...places.map(({ bottom }) => bottom)) + pixels;
    return (element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > from && top < to;
    };
  }

  private restOnceStill(): void {
    clearTimeout(this.still);
    this.still = setTimeout(() => {
      const near = this.within(2 * reach());
      // All are measured before the first is changed.
      const far = [...this.followed]
        .filter(([element, { rests }]) => !rests && !near(element))
        .map(([element, one]) => ({ one, size: element.getBoundingClientRect() }));
      for (const { one, size } of far) one.rests = one.toRest(size);
    }, STILL_MS);
  }

  private wake(one: Followed): void {
    one.rests = false;
    one.toWake();
  }
}

const reach = () => globalThis.screen?.height || SCREEN;

let resting: Resting | undefined;

/** Has an element rest while it is far from sight, where the page tells what is in sight. */
export function restFarFromSight(element: Element, on: Pick<Followed, 'toRest' | 'toWake'>): Rest {
  if (typeof IntersectionObserver === 'undefined') return { wake: () => undefined, end: () => undefined };
  resting ??= new Resting();
  return resting.follow(element, on);
}
