import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { followSize } from '../followSize';

/** The part of a scroller's canvas that is in sight, in pixels; followed as it is scrolled or sized. */
interface InSight {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function useInSight(scroller: RefObject<HTMLElement | null>): InSight {
  const [place, setPlace] = useState<InSight>({ left: 0, top: 0, width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current!;
    const look = () => {
      const { scrollLeft: left, scrollTop: top, clientWidth: width, clientHeight: height } = element;
      setPlace((now) =>
        now.left === left && now.top === top && now.width === width && now.height === height
          ? now
          : { left, top, width, height },
      );
    };
    const end = followSize(element, look);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      element.removeEventListener('scroll', look);
      end();
    };
  }, []);
  return place;
}
