import { restFarFromSight } from './rest';

/** How high something of ours stood under an output. */
export interface Stood {
  height: number;
}

/** The room that stands under an output: kept while a cell runs again, until what stands there is known anew. */
export interface Room {
  /** Keeps it as high as it stood before, for so long. */
  holdFor(ms: number, onEnd?: () => void): void;
  release(): void;
  dispose(): void;
}

/** On what is not laid out, see `pieces.css`. */
const RESTS = 'data-rests';

/** Keeps an element as high as the one before it stood, and notes how high it stands, for the one that will come after it. */
export function keepRoom(element: HTMLElement, stood: Stood): Room {
  const hold = () => {
    if (stood.height > 0) element.style.minHeight = `${stood.height}px`;
  };
  const rest = restFarFromSight(element, {
    toRest({ height, width }) {
      // One that was taken out of the page comes back as it was.
      if (height === 0) return false;
      restingWidth = width;
      element.style.minHeight = `${height}px`;
      element.toggleAttribute(RESTS, true);
      return true;
    },
    toWake() {
      element.toggleAttribute(RESTS, false);
      if (held === undefined) element.style.minHeight = '';
    },
  });
  let restingWidth = 0;
  const release = () => {
    rest.wake();
    element.style.minHeight = '';
  };
  hold();
  let held: ReturnType<typeof setTimeout> | undefined;
  const { ResizeObserver } = element.ownerDocument.defaultView ?? {};
  const observer =
    ResizeObserver &&
    new ResizeObserver(() => {
      // One that was taken out of the page is no higher than it was.
      if (element.isConnected && element.offsetHeight > 0) stood.height = element.offsetHeight;
      // At another width it is of another height.
      const { width } = element.getBoundingClientRect();
      if (width > 0 && width !== restingWidth) rest.wake();
    });
  observer?.observe(element);
  return {
    holdFor(ms, onEnd) {
      rest.wake();
      hold();
      clearTimeout(held);
      held = setTimeout(() => {
        held = undefined;
        release();
        onEnd?.();
      }, ms);
    },
    release,
    dispose() {
      rest.end();
      clearTimeout(held);
      observer?.disconnect();
    },
  };
}

/** Room is kept for so long once something stands in it: a view that opens again is no higher than a strip at first. */
export const HELD_MS = 1000;
/** And so long while nothing does: a cell that prints line by line comes to what it shows later. */
export const EMPTY_MS = 5000;
